/** How often work runs in a CPU second, over several turns. */
export type Rate = { readonly median: number; readonly min: number; readonly max: number };

/** Turns of one measurement; other programs on the machine disturb some of them. */
export const TURNS = 5;

/** CPU seconds of this process that `work` takes: user and system, all threads (compiler and collector too). */
export async function cpuSeconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Runs `work` `times` over in each of `TURNS` turns; `index` goes on counting from turn to turn. */
export async function rate(times: number, work: (index: number) => unknown): Promise<Rate> {
  const perSecond: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const seconds = await cpuSeconds(async () => {
      for (let index = 0; index < times; index += 1) await work(turn * times + index);
    });
    perSecond.push(times / seconds);
  }
  perSecond.sort((left, right) => left - right);
  return { median: perSecond[TURNS >> 1]!, min: perSecond[0]!, max: perSecond.at(-1)! };
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/** Prints one line: `perSec` is the median of the turns, `unit` what is counted. */
export function report(name: string, { median, min, max }: Rate, unit: string, more: object = {}): void {
  const line = { name, perSec: rounded(median), unit, min: rounded(min), max: rounded(max), ...more };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Prints that something could not be measured here, and why: never a number in its place. */
export function reportMissing(name: string, why: string): void {
  process.stdout.write(`${JSON.stringify({ name, perSec: null, unit: 'missing', why })}\n`);
}
