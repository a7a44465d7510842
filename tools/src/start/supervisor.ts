import { readFile } from 'node:fs/promises';
import type { Exit } from '@edo/servers';
import { StartError } from './start-error.ts';

/** Something that runs: a server or a process of the platform. */
export type Part = {
  readonly name: string;
  readonly logFile: string;
  readonly exited: Promise<Exit>;
  /** Graceful, then by force; resolves when it has ended. */
  stop(): Promise<unknown>;
};

export type Supervisor = {
  /** Looks after a part from now on: it is stopped with the others, and its end is the end of all. */
  watch<P extends Part>(part: P): P;
  /** What is watched from now on is stopped before everything watched until now. */
  nextGroup(): void;
  /** The result of `work`, unless a part ends or `fail` is called before. */
  whileUp<T>(work: Promise<T>): Promise<T>;
  /** Makes `whileUp` reject, now and from now on. */
  fail(reason: Error): void;
  /** Stops group after group, the last first; called again, waits for the same end. */
  stop(): Promise<void>;
};

/** Restarts nothing: a part that ends by itself is a fault to be seen, with its last log lines. */
export function createSupervisor(say: (line: string) => void): Supervisor {
  const groups: Part[][] = [[]];
  const down = Promise.withResolvers<never>();
  down.promise.catch(() => {}); // told to whoever waits in whileUp
  let stopped: Promise<void> | undefined;

  const stopAll = async () => {
    for (const group of groups.toReversed()) {
      if (group.length > 0) say(`stopping ${group.map(({ name }) => name).join(', ')}`);
      await Promise.all(group.map((part) => part.stop()));
    }
  };
  return {
    watch: (part) => {
      groups.at(-1)!.push(part);
      void part.exited.then(async (exit) => {
        if (!stopped) down.reject(await endedByItself(part, exit));
      });
      return part;
    },
    nextGroup: () => void groups.push([]),
    whileUp: (work) => Promise.race([down.promise, work]),
    fail: (reason) => down.reject(reason),
    stop: () => (stopped ??= stopAll()),
  };
}

async function endedByItself({ name, logFile }: Part, { code, signal }: Exit): Promise<StartError> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const lines = log
    .trimEnd()
    .split('\n')
    .slice(-20)
    .map((line) => `  ${line}`);
  const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
  return new StartError(`${name} ${how}; the last lines of ${logFile}:\n${lines.join('\n')}`);
}
