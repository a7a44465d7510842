// npm start: everything that the platform needs, as real processes, until Ctrl-C. --once: ends by itself. --real-keys: with
// the test keys of НУЦ РК, by a clock that stands inside their time.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerError } from '@edo/servers';
import { clockOf, clockOffsetOf } from './data-clock.ts';
import { takeLock } from './lock.ts';
import { modeOf } from './mode.ts';
import { startPlatform } from './platform.ts';
import { Interrupted, StartError } from './start-error.ts';
import { createSupervisor } from './supervisor.ts';
import { walk } from './walk.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
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
    const { once, dataDir, clock: wanted, cast } = modeOf(process.argv.slice(2), process.env, root);
    const lock = takeLock(join(dataDir, 'lock'));
    releaseLock = lock.release;
    const clockOffset = clockOffsetOf(dataDir, wanted);
    const clock = clockOf(dataDir);
    if (wanted) say(`The platform's clock stands at ${clock.now()}`);
    const platform = await startPlatform({ root, dataDir, clockOffset, lock, supervisor, say });
    await supervisor.whileUp(walk({ root, dataDir, clock, cast, ...platform }, say));
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
