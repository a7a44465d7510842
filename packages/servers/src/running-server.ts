import type { Exit, RunningProcess } from './process.ts';

/** One start of a server: its process, and the port and URL where it answers. */
export type Started = { process: RunningProcess; port: number; url: string };

/** A server that this process started; `pid` changes with `restart`, `port` and `url` do not. */
export type RunningServer = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly name: string;
  readonly logFile: string;
  /** Ended, by whatever cause; of the present start. */
  readonly exited: Promise<Exit>;
  /** Sends a signal (SIGKILL, SIGSTOP, SIGCONT …) without waiting. */
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, SIGKILL after a while; resolves when the process has ended. */
  stop(): Promise<void>;
  /** Ends it if it still runs, then starts it again on the same port with the same data. */
  restart(): Promise<void>;
};

/** Holds the present start of a server that `start` can start on a given port (0: a free one). */
export async function run(start: (port: number) => Promise<Started>, port: number): Promise<RunningServer> {
  let now = await start(port);
  const stop = async () => void (await now.process.stop());
  return {
    url: now.url,
    port: now.port,
    name: now.process.name,
    logFile: now.process.logFile,
    get pid() {
      return now.process.pid;
    },
    get exited() {
      return now.process.exited;
    },
    kill: (signal) => now.process.kill(signal),
    stop,
    restart: async () => {
      await stop();
      now = await start(now.port);
    },
  };
}
