import { createHash } from 'node:crypto';
import { type CanonicalValue, canonicalJson, parseCanonicalJson } from '@edo/journal';
import { BundleError } from '../errors.ts';
import { checkNoneTwice, checkPath, manifestPath, manifestSignaturePath } from './paths.ts';

export const bundleFormat = 'edo-bundle/1';

/** What a part is; docs/bundle-format.md says the bytes and the rules of each. */
export const partRoles = [
  'content',
  'signature',
  'certificate',
  'ocsp-response',
  'crl',
  'timestamp',
  'verdict',
  'receipt',
  'receipt-signature',
  'journal-entry',
  'journal-proof',
  'checkpoint',
  'consistency-proof',
  'journal-key',
  'journal-key-signature',
  'trust-list',
  'readme',
] as const;

export type PartRole = (typeof partRoles)[number];

/** A part as the manifest pins it. */
export type PinnedPart = { path: string; role: PartRole; sha256: string; size: number };

export type Manifest = {
  format: typeof bundleFormat;
  documentId: string;
  /** UTC, ISO 8601 with milliseconds. */
  madeAt: string;
  operator: { bin: string; name: string };
  /** What the operator says of the document: kind, parties, registration, signatures (see about.ts). */
  about: { readonly [name: string]: CanonicalValue };
  /** Every other file of the bundle, by path in ascending order. */
  parts: readonly PinnedPart[];
};

/** A file to go into a bundle. */
export type Part = { path: string; role: PartRole; bytes: Uint8Array };

/** How often a role may stand in a bundle; roles not named here: any number. */
export const roleCounts: Readonly<Partial<Record<PartRole, readonly [least: number, most: number]>>> = {
  content: [1, 1],
  signature: [1, Number.POSITIVE_INFINITY],
  receipt: [1, 1],
  'receipt-signature': [1, 1],
  'journal-entry': [1, Number.POSITIVE_INFINITY],
  checkpoint: [1, 1],
  'consistency-proof': [0, 1],
  'journal-key': [1, 1],
  'journal-key-signature': [1, 1],
  'trust-list': [0, 1],
  readme: [1, 1],
};

/** The manifest's bytes (canonical JSON) for these parts, to be signed by the operator. Throws BundleError. */
export function makeManifest(about: Omit<Manifest, 'format' | 'parts'>, parts: readonly Part[]): Uint8Array {
  const pinned = parts
    .map(({ path, role, bytes }) => ({ path, role, sha256: sha256(bytes), size: bytes.length }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const { documentId, madeAt, operator } = about;
  const bytes = canonicalJson({
    format: bundleFormat,
    documentId,
    madeAt,
    operator,
    about: about.about,
    parts: pinned,
  });
  readManifest(bytes);
  return bytes;
}

/** Reads a manifest strictly. Throws BundleError MANIFEST_MALFORMED, PATH_FORBIDDEN or PATH_REPEATED. */
export function readManifest(bytes: Uint8Array): Manifest {
  const manifest = parse(bytes) as Manifest;
  const members = ['about', 'documentId', 'format', 'madeAt', 'operator', 'parts'];
  if (manifest?.format !== bundleFormat || Object.keys(manifest).join() !== members.join()) {
    throw malformed(`not of the format ${bundleFormat}`);
  }
  const { documentId, madeAt, operator, about, parts } = manifest;
  if (!isText(documentId) || !isInstant(madeAt)) throw malformed('documentId or madeAt is wrong');
  if (!/^\d{12}$/.test(operator?.bin ?? '') || !isText(operator.name))
    throw malformed('operator needs bin and name');
  if (typeof about !== 'object' || about === null || Array.isArray(about))
    throw malformed('about is no object');
  if (!Array.isArray(parts)) throw malformed('parts is no list');
  for (const [at, part] of parts.entries()) checkPinned(part, parts[at - 1]?.path ?? '');
  checkNoneTwice(parts.map(({ path }) => path));
  checkCounts(parts);
  return manifest;
}

function checkPinned({ path, role, sha256, size }: PinnedPart, before: string): void {
  if (!isText(path)) throw malformed('a part without a path');
  checkPath(path);
  if (path <= before) throw malformed(`${path} is out of order`);
  if (!partRoles.includes(role)) throw malformed(`${path} has the unknown role "${role}"`);
  if (!/^[0-9a-f]{64}$/.test(sha256) || !Number.isSafeInteger(size))
    throw malformed(`${path} has no digest or size`);
  if (path === manifestPath || path === manifestSignaturePath) throw malformed(`${path} cannot pin itself`);
}

function checkCounts(parts: readonly PinnedPart[]): void {
  for (const [role, [least, most]] of Object.entries(roleCounts)) {
    const count = parts.filter((part) => part.role === role).length;
    if (count < least || count > most) throw malformed(`${count} parts of the role ${role}`);
  }
}

function parse(bytes: Uint8Array): CanonicalValue {
  try {
    return parseCanonicalJson(bytes);
  } catch (error) {
    throw malformed((error as Error).message);
  }
}

/** Lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isInstant = (value: unknown) =>
  isText(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;

function malformed(what: string): BundleError {
  return new BundleError('MANIFEST_MALFORMED', `${manifestPath}: ${what}`, manifestPath);
}
