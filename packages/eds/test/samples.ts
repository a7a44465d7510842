import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unarmor } from '../src/der/pem.ts';
import { type Certificate, parseCertificate } from '../src/x509/certificate.ts';

const root = join(import.meta.dirname, '..');

/** Bytes of a file below `vectors/`. */
export const vector = (path: string): Uint8Array => new Uint8Array(readFileSync(join(root, 'vectors', path)));

/** Bytes of a file below `suites/`. */
export const suite = (path: string): Uint8Array => new Uint8Array(readFileSync(join(root, 'suites', path)));

/** Names of the files in a folder below `vectors/`, with the folder. */
export const vectorsIn = (folder: string): string[] =>
  readdirSync(join(root, 'vectors', folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, 'vectors').length + 1))
    .sort();

/** A certificate below `vectors/`, DER or PEM. */
export const certificateOf = (path: string): Certificate => parseCertificate(unarmor(vector(path)));
