import { type SharedMongo, shareMongo } from './shared-mongo.ts';
import { inContainers, startTestMongo } from './test-servers.ts';

let shared: SharedMongo | undefined;

/** Before the first test file: shares one MongoDB, and says which kind of servers the tests get. */
export async function beforeRun(): Promise<void> {
  shared = await shareMongo(() => {
    process.stderr.write(`tests use ${inContainers() ? 'containers (testcontainers)' : 'local servers'}\n`);
    return startTestMongo();
  });
}

/** After the last test file. */
export const afterRun = async (): Promise<void> => shared?.stop();
