import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from './certificate.ts';
import { readKey } from './keys.ts';

/** Where the sandbox's own keys and its register stay between two starts. */
export interface Vault {
  identity(name: string): Identity | undefined;
  keepIdentity(name: string, identity: Identity): void;
  /** JSON that was kept under this name. */
  record(name: string): unknown;
  keepRecord(name: string, value: unknown): void;
}

/** For tests: nothing is kept. */
export function emptyVault(): Vault {
  return { identity: () => undefined, keepIdentity: () => {}, record: () => undefined, keepRecord: () => {} };
}

/** Files in one directory: `<name>.key` (PKCS#8, readable by its owner alone), `<name>.cer` (DER), `<name>.json`. */
export function directoryVault(directory: string): Vault {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = (name: string) => join(directory, name);
  return {
    identity(name) {
      if (!existsSync(path(`${name}.key`)) || !existsSync(path(`${name}.cer`))) return undefined;
      return {
        key: readKey(readFileSync(path(`${name}.key`))),
        certificate: readFileSync(path(`${name}.cer`)),
      };
    },
    keepIdentity(name, { key, certificate }) {
      replaceFile(path(`${name}.key`), key.pkcs8, 0o600);
      replaceFile(path(`${name}.cer`), certificate, 0o644);
    },
    record(name) {
      return existsSync(path(`${name}.json`))
        ? JSON.parse(readFileSync(path(`${name}.json`), 'utf8'))
        : undefined;
    },
    keepRecord: (name, value) =>
      replaceFile(path(`${name}.json`), Buffer.from(JSON.stringify(value, null, 1)), 0o600),
  };
}

/** A reader, and a crash, find the old file or the new one, never half of it. */
export function replaceFile(path: string, content: Uint8Array, mode: number): void {
  writeFileSync(`${path}.new`, content, { mode });
  renameSync(`${path}.new`, path);
}
