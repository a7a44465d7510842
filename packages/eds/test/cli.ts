import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Io } from '../src/cli/command.ts';
import { run } from '../src/cli/run.ts';

export type Outcome = { readonly exit: number; readonly out: string; readonly err: string };

/** Path of a file in `vectors/` or `suites/`. */
export const at = (path: string): string => join(import.meta.dirname, '..', path);

/** Runs `eds` in this process. */
export async function eds(argv: readonly string[], io: Partial<Io> = {}): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await run(argv, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    now: () => new Date('2026-11-22T12:00:00Z'),
    fetch: () => Promise.reject(new Error('nothing but sign --tsp asks the network')),
    ...io,
  });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

/** A folder for one test file, removed at its end: writes a file into it and gives its path. */
export function temporaryFiles(): (name: string, bytes: Uint8Array | string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'eds-cli-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, bytes) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
}
