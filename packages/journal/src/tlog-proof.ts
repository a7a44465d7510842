import { decodeBase64, encodeBase64 } from './base64.ts';
import { JournalError } from './errors.ts';
import { type Hash, hashLength } from './hashing.ts';

/** Proof that entry `index` is in the journal of `checkpoint` (bytes of the signed note, verbatim). */
export type TlogProof = { index: number; proof: readonly Hash[]; checkpoint: Uint8Array };

const header = 'c2sp.org/tlog-proof@v1';
const maxHashes = 64;

/** The text form of C2SP tlog-proof, without extra data (which nothing authenticates). */
export function formatTlogProof({ index, proof, checkpoint }: TlogProof): Uint8Array {
  const lines = [header, `index ${index}`, ...proof.map(encodeBase64), '', ''];
  return new Uint8Array(Buffer.concat([Buffer.from(lines.join('\n')), checkpoint]));
}

/** Reads it strictly; an `extra` line is refused. Throws JournalError PROOF_MALFORMED; nothing is verified yet. */
export function parseTlogProof(bytes: Uint8Array): TlogProof {
  const buffer = Buffer.from(bytes);
  const end = buffer.indexOf('\n\n');
  if (end < 0) throw malformed('no empty line before the checkpoint');
  const [first, indexLine = '', ...hashLines] = buffer.toString('utf8', 0, end).split('\n');
  const [, digits = ''] = /^index (0|[1-9][0-9]*)$/.exec(indexLine) ?? [];
  if (first !== header) throw malformed(`the first line is not ${header}`);
  if (digits === '' || !Number.isSafeInteger(Number(digits)))
    throw malformed(`"${indexLine}" is no index line`);
  if (hashLines.length > maxHashes) throw malformed(`more than ${maxHashes} hashes`);
  return { index: Number(digits), proof: hashLines.map(parseHash), checkpoint: bytes.slice(end + 2) };
}

function parseHash(line: string): Hash {
  const hash = decodeBase64(line);
  if (hash?.length !== hashLength) throw malformed(`"${line}" is no hash`);
  return hash;
}

function malformed(what: string): JournalError {
  return new JournalError('PROOF_MALFORMED', `tlog-proof: ${what}`);
}
