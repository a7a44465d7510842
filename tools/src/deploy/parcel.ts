import { chownSync, cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ProcessRow } from '../start/processes.ts';

/** What a container is given: files by name, each a text or the path of what is copied (a file or a folder). */
export type Parcel = Readonly<Record<string, { text: string } | { from: string }>>;

/** Where the files are that an environment may name, here, and where a container finds what it is given. */
export type Moving = { keys: string; trust: string; given: string };

/** The environment of a process as the file `env`, and every key, secret and trust list that it names. */
export function parcelOf({ env }: ProcessRow, moving: Moving): Parcel {
  const files: Record<string, { text: string } | { from: string }> = {};
  const moved = Object.entries(env).map(([name, value]) => {
    if (dirname(value) === moving.keys) {
      files[basename(value)] = { from: value };
      return [name, join(moving.given, basename(value))] as const;
    }
    if (dirname(value) !== moving.trust) return [name, value] as const;
    files['trust'] = { from: moving.trust }; // the list and the certificates beside it
    return [name, join(moving.given, 'trust', basename(value))] as const;
  });
  return { ...files, env: { text: envFile(Object.fromEntries(moved)) } };
}

/** An environment as Node's --env-file reads it. */
export function envFile(environment: Readonly<Record<string, string>>): string {
  const lines = Object.entries(environment).map(([name, value]) => {
    if (/['\n]/.test(value)) throw new Error(`${name}: a quote or a new line cannot stand in an env file`);
    return `${name}='${value}'\n`;
  });
  return lines.join('');
}

/** Puts a parcel in place of what was there; others than its owner (default: who runs this) cannot read it. */
export function deliver(parcel: Parcel, folder: string, owner?: number): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  for (const [name, content] of Object.entries(parcel)) {
    const file = join(folder, name);
    if ('text' in content) writeFileSync(file, content.text, { mode: 0o600 });
    else cpSync(content.from, file, { recursive: true });
    if (owner !== undefined) giveTo(owner, file);
  }
}

/** Gives a file, or a folder with all that is in it, to a user (who then is its group, too). */
export function giveTo(owner: number, path: string): void {
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) giveTo(owner, join(path, name));
  chownSync(path, owner, owner);
}
