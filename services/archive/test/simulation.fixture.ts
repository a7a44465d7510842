/** A machine that stops in the middle: what waited for the port never continues. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

interface Task {
  readonly process: SimulatedProcess;
  readonly effect: () => void;
  readonly stop: () => void;
}

/** One life of one process; after a crash nothing of it continues, though what it had sent may still be done. */
export interface SimulatedProcess {
  alive: boolean;
}

/**
 * Ports whose every call waits for its turn. `choose(n)` (a number below n) picks whose turn it is and where a process
 * crashes: before its effect, or after it with the answer lost. The same choices give the same run.
 */
export function createSimulation(choose: (below: number) => number, crashes: number) {
  const tasks: Task[] = [];
  let crashesLeft = crashes;

  function turn<T>(process: SimulatedProcess, effect: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const stop = () => {
        process.alive = false;
        reject(new Crash());
      };
      if (!process.alive) return stop();
      tasks.push({ process, stop, effect: () => resolve(effect()) });
    });
  }

  function takeTurn(): void {
    const [task] = tasks.splice(choose(tasks.length), 1);
    const fate = crashesLeft > 0 && task!.process.alive ? choose(12) : 2;
    if (fate < 2) crashesLeft -= 1;
    if (fate < 2) task!.stop(); // settles its promise: if the effect still happens, its answer is lost
    if (fate > 0) task!.effect();
  }

  /** Lets turns be taken until `done`; fails when nothing is left to do before that. */
  async function runUntil(done: () => boolean, limit = 20_000): Promise<void> {
    for (let turns = 0; !done(); turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (done()) return;
      if (tasks.length === 0 || turns > limit) throw new Error(`stuck after ${turns} turns`);
      takeTurn();
    }
  }

  return { turn, runUntil };
}
