import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep } from './run.ts';

/** `npm start -- --once` in its ways; each must end by itself, well, and leave no process behind. */
export const roads = [
  { name: 'the road', data: 'today', args: ['--once'] },
  { name: 'the road, started again on its data', data: 'today', args: ['--once'] },
  { name: "the road with НУЦ РК's test keys", data: 'real-keys', args: ['--once', '--real-keys'] },
] as const;

/** Walks the roads one after another, each clock with a data folder of its own; tells after each whether it went well. */
export async function walkRoads(
  root: string,
  went: (name: string, walk: () => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'edo-road-'));
  try {
    for (const { name, data, args } of roads) {
      await went(name, async () => {
        const dataDir = join(folder, data);
        const code = await runStep(
          { name, command: 'npm', args: ['start', '--silent', '--', ...args] },
          root,
          { EDO_DATA_DIR: dataDir },
        );
        const left = processesWith(dataDir);
        if (left.length > 0) console.error(`processes of the road still run: ${left.join(', ')}`);
        return code === 0 && left.length === 0;
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ids of running processes that were started with this data folder. */
function processesWith(dataDir: string): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(dataDir));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8') + readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended meanwhile, or is not ours to read
  }
}
