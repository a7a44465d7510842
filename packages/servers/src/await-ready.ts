import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProcess } from './process.ts';
import { ServerError } from './server-error.ts';

/**
 * The first match of `pattern` in what the process writes.
 * @throws ServerError PORT_TAKEN, SERVER_EXITED, NOT_READY; the process has then been ended
 */
export async function awaitReady(
  process: RunningProcess,
  pattern: RegExp,
  withinMs: number,
): Promise<RegExpExecArray> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const ended = process.exit();
    const output = await process.output();
    const match = pattern.exec(output);
    if (match && !ended) return match;
    if (ended) throw exitedEarly(process, output);
    if (Date.now() > deadline) {
      process.kill('SIGKILL');
      throw new ServerError(
        'NOT_READY',
        `${process.name} was not ready within ${withinMs / 1000} s: see ${process.logFile}.`,
      );
    }
    await sleep(20);
  }
}

function exitedEarly(process: RunningProcess, output: string): ServerError {
  if (/address already in use/i.test(output)) {
    return new ServerError(
      'PORT_TAKEN',
      `the port that ${process.name} should listen on is taken: end what listens there, or let it take another.`,
    );
  }
  const library = /error while loading shared libraries: (\S+):/.exec(output)?.[1];
  if (library) {
    return new ServerError(
      'SERVER_EXITED',
      `${process.name} needs the system library ${library}: install it (Debian: apt-get install libcurl4 liblzma5 libssl3).`,
    );
  }
  const last = output.trim().split('\n').at(-1) ?? '';
  return new ServerError(
    'SERVER_EXITED',
    `${process.name} ended before it was ready (see ${process.logFile}); its last line: ${last}`,
  );
}
