import { type CanonicalValue, decodeBase64, type Hash, parseCanonicalJson } from '@edo/journal';
import { BundleError } from '../errors.ts';

/** The operator's receipt (5.2.4): this content was registered at this place of this journal. */
export type Receipt = {
  documentId: string;
  contentSha256: string;
  outgoingNumber: string;
  incomingNumber: string;
  registeredFactId: string;
  journalIndex: number;
  registeredAt: string;
  /** Text of the signed checkpoint that the receipt pins. */
  checkpoint: string;
  inclusionProof: readonly Hash[];
  at: string;
};

export const receiptFormat = 'edo-receipt/1';

/** What a verifier needs of a fact: its envelope; members of `data` are read where they are needed. */
export type Fact = { id: string; type: string; at: string; data: Readonly<Record<string, CanonicalValue>> };

/** Reads a receipt strictly (canonical JSON). Throws BundleError PART_MALFORMED naming `path`. */
export function readReceipt(bytes: Uint8Array, path: string): Receipt {
  const receipt = readObject(bytes, path);
  const { format, journalIndex, inclusionProof, ...texts } = receipt;
  const names = [
    'at',
    'checkpoint',
    'contentSha256',
    'documentId',
    'incomingNumber',
    'outgoingNumber',
    'registeredAt',
  ];
  const proof = Array.isArray(inclusionProof)
    ? inclusionProof.map((hash) => decodeBase64(String(hash)))
    : [undefined];
  if (format !== receiptFormat) throw malformed(path, `not of the format ${receiptFormat}`);
  if (Object.keys(texts).join() !== [...names, 'registeredFactId'].join())
    throw malformed(path, 'not its members');
  if (Object.values(texts).some((text) => typeof text !== 'string'))
    throw malformed(path, 'a member is no text');
  if (!Number.isSafeInteger(journalIndex) || proof.includes(undefined))
    throw malformed(path, 'no place in the journal');
  return { ...texts, journalIndex, inclusionProof: proof } as unknown as Receipt;
}

/** Reads the envelope of a fact. Throws BundleError PART_MALFORMED naming `path`. */
export function readFact(bytes: Uint8Array, path: string): Fact {
  const { id, type, at, data } = readObject(bytes, path);
  if (typeof id !== 'string' || typeof type !== 'string' || typeof at !== 'string' || !isObject(data)) {
    throw malformed(path, 'a fact has id, type, at and data');
  }
  return { id, type, at, data };
}

function readObject(bytes: Uint8Array, path: string): Record<string, CanonicalValue> {
  try {
    const value = parseCanonicalJson(bytes);
    if (isObject(value)) return value;
  } catch (error) {
    throw malformed(path, (error as Error).message);
  }
  throw malformed(path, 'not a JSON object');
}

function isObject(value: unknown): value is Record<string, CanonicalValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(path: string, what: string): BundleError {
  return new BundleError('PART_MALFORMED', `${path}: ${what}`, path);
}
