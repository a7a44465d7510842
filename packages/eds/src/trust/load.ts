import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EdsError } from '../errors.ts';
import {
  createTrustList,
  type Environment,
  type TrustedFor,
  type TrustList,
  type TrustListEntry,
} from './trust-list.ts';

/** Shape of `trust-list.json`; each `file` lies beside it. */
type TrustListFile = {
  readonly environment: Environment;
  readonly version: string;
  readonly certificates: readonly {
    readonly file: string;
    readonly sha256: string;
    readonly trustedFor: readonly TrustedFor[];
  }[];
};

const ENVIRONMENTS: readonly unknown[] = ['production', 'development'] satisfies Environment[];
const PURPOSES: readonly unknown[] = ['signers', 'timestamps', 'ocsp'] satisfies TrustedFor[];

/**
 * Reads `trust-list.json` and its certificates from a folder; `environment` is the one the caller runs in.
 * Error: TRUST_LIST_INVALID, also for a list of another environment, so that a wrong folder stops the start.
 */
export function loadTrustList(folder: string, environment: Environment): TrustList {
  const list = parse(Buffer.from(readFile(join(folder, 'trust-list.json'))).toString('utf8'));
  if (list.environment !== environment) {
    throw new EdsError(
      'TRUST_LIST_INVALID',
      `the trust list in ${folder} is for ${list.environment}, not for ${environment}`,
    );
  }
  const entries = list.certificates.map(
    ({ file, ...entry }): TrustListEntry => ({ ...entry, certificate: readBytes(folder, file) }),
  );
  return createTrustList(environment, list.version, entries);
}

function readBytes(folder: string, file: string): Uint8Array {
  if (!/^[\w-][\w.-]*$/.test(file))
    throw new EdsError('TRUST_LIST_INVALID', `${file} is not a file beside the trust list`);
  return readFile(join(folder, file));
}

function readFile(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new EdsError('TRUST_LIST_INVALID', `${path} cannot be read`, { cause });
  }
}

function parse(text: string): TrustListFile {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw new EdsError('TRUST_LIST_INVALID', 'the trust list is not JSON', { cause });
  }
  if (!isTrustListFile(list)) {
    throw new EdsError(
      'TRUST_LIST_INVALID',
      'a trust list has environment, version and certificates { file, sha256, trustedFor }',
    );
  }
  return list;
}

function isTrustListFile(value: unknown): value is TrustListFile {
  const list = value as Partial<TrustListFile> | null;
  return (
    typeof list === 'object' &&
    ENVIRONMENTS.includes(list?.environment) &&
    typeof list?.version === 'string' &&
    Array.isArray(list.certificates) &&
    list.certificates.every(isEntry)
  );
}

function isEntry(value: unknown): boolean {
  const entry = value as Record<string, unknown> | null;
  const { file, sha256, trustedFor } = entry ?? {};
  const texts = typeof file === 'string' && typeof sha256 === 'string';
  return texts && Array.isArray(trustedFor) && trustedFor.every((purpose) => PURPOSES.includes(purpose));
}
