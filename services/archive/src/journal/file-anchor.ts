import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnchorPort } from './ports.ts';

const NAME = /^(\d{16})\.checkpoint$/;
const nameOf = (size: number) => `${String(size).padStart(16, '0')}.checkpoint`;

/**
 * The last checkpoint in a folder that all copies share and that no restore of the database touches. Each checkpoint is a
 * file named by its size and the largest counts, so a stale leader that writes late takes nothing back.
 */
export function fileAnchor(folder: string): AnchorPort {
  const names = async () => (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  return {
    async read() {
      await mkdir(folder, { recursive: true });
      for (;;) {
        const largest = (await names()).at(-1);
        if (largest === undefined) return null;
        const note = await readIfThere(join(folder, largest));
        if (note !== null) return note; // else a larger one has just replaced it
      }
    },
    async keep({ size, note }) {
      const draft = join(folder, `${randomUUID()}.draft`);
      await writeThrough(draft, note);
      await rename(draft, join(folder, nameOf(size)));
      await syncFolder(folder);
      const smaller = (await names()).filter((name) => name < nameOf(size));
      await Promise.all(smaller.map((name) => rm(join(folder, name), { force: true })));
    },
  };
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function writeThrough(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'wx', 0o600);
  await handle.writeFile(text);
  await handle.sync();
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
