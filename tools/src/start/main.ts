// npm start: everything that the platform needs, as real processes, until Ctrl-C. --once: ends by itself.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerError } from '@edo/servers';
import { takeLock } from './lock.ts';
import { startPlatform } from './platform.ts';
import { Interrupted, StartError } from './start-error.ts';
import { createSupervisor } from './supervisor.ts';
import { walk } from './walk.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const dataDir = resolve(process.env['EDO_DATA_DIR'] ?? join(root, '.data'));
const once = process.argv.includes('--once');
const say = (line: string) => console.log(line);
const supervisor = createSupervisor(say);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => supervisor.fail(new Interrupted(`${signal}: ending everything`)));
}
process.exit(await run());

/** The exit code, once everything has ended. */
async function run(): Promise<number> {
  let releaseLock = () => {};
  let isUp = false;
  try {
    const lock = takeLock(join(dataDir, 'lock'));
    releaseLock = lock.release;
    const platform = await startPlatform({ root, dataDir, lock, supervisor, say });
    await supervisor.whileUp(walk({ root, dataDir, ...platform }, say));
    if (once) return 0;
    isUp = true;
    say('The platform is up. Ctrl-C ends it.');
    return await supervisor.whileUp(new Promise<never>(() => {}));
  } catch (error) {
    return explain(error, isUp);
  } finally {
    await supervisor.stop();
    releaseLock();
  }
}

/** Tells what happened in a sentence (a defect with its stack); the exit code that says the same. */
function explain(error: unknown, isUp: boolean): number {
  if (error instanceof Interrupted) {
    say(error.message);
    return isUp ? 0 : 130;
  }
  const expected = error instanceof StartError || error instanceof ServerError;
  console.error(expected ? error.message : error);
  return 1;
}
