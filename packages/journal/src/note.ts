import { decodeBase64, encodeBase64 } from './base64.ts';
import { JournalError } from './errors.ts';
import { isKeyName, keyId, type NoteSigner, type VerifierKey, verifyEd25519 } from './note-keys.ts';

/** One signature line: who, the key ID in hex, and the rest of the bytes as the key's type lays them out. */
export type NoteSignature = { name: string; keyId: string; signature: Uint8Array };

/** A C2SP signed note: `text` ends in a newline; what it says counts only once a trusted key has been verified. */
export type Note = { text: string; signatures: readonly NoteSignature[] };

/** A signature that was verified; `time` (UTC, to the second) for cosignatures only. */
export type VerifiedSignature = { key: VerifierKey; time?: Date };

const maxBytes = 1 << 20;
const maxSignatures = 100;
const timestampLength = 8;

/** Reads a signed note strictly (C2SP signed-note); throws JournalError NOTE_MALFORMED. */
export function parseNote(bytes: Uint8Array): Note {
  const note = decodeText(bytes);
  const split = note.lastIndexOf('\n\n');
  const lines = note.slice(split + 2).split('\n');
  if (split < 1 || lines.pop() !== '' || lines.length === 0 || lines.length > maxSignatures) {
    throw malformed('a note is a text, an empty line and 1 to 100 signature lines');
  }
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

export function formatNote({ text, signatures }: Note): Uint8Array {
  const lines = signatures.map(
    (line) =>
      `— ${line.name} ${encodeBase64(Buffer.concat([Buffer.from(line.keyId, 'hex'), line.signature]))}\n`,
  );
  return new TextEncoder().encode(`${text}\n${lines.join('')}`);
}

/** Adds a log's signature to a text (or to a note that has others). */
export async function signNote(note: Note, { key, sign }: NoteSigner): Promise<Note> {
  if (key.type !== 'ed25519')
    throw new JournalError('KEY_MALFORMED', `${key.name} is a witness's key: use cosignNote`);
  return withSignature(note, key, await sign(new TextEncoder().encode(note.text)));
}

/** Adds a witness's cosignature/v1 (C2SP tlog-cosignature) with its time, cut to the second. */
export async function cosignNote(note: Note, { key, sign }: NoteSigner, time: Date): Promise<Note> {
  if (key.type !== 'cosignature')
    throw new JournalError('KEY_MALFORMED', `${key.name} is not a witness's key`);
  const timestamp = Buffer.alloc(timestampLength);
  timestamp.writeBigUInt64BE(BigInt(Math.floor(time.getTime() / 1000)));
  const signature = await sign(cosignedMessage(timestamp, note.text));
  return withSignature(note, key, Buffer.concat([timestamp, signature]));
}

/**
 * Verifies every signature that claims one of `keys` and ignores all others, as C2SP signed-note says.
 * Throws JournalError NOTE_SIGNATURE_INVALID when one of them fails; answers those that hold (perhaps none).
 */
export function verifyNote({ text, signatures }: Note, keys: readonly VerifierKey[]): VerifiedSignature[] {
  return signatures.flatMap((line) => {
    const key = keys.find((known) => known.name === line.name && keyId(known) === line.keyId);
    return key ? [verifySignature(text, line.signature, key)] : [];
  });
}

function verifySignature(text: string, signature: Uint8Array, key: VerifierKey): VerifiedSignature {
  const refusal = new JournalError('NOTE_SIGNATURE_INVALID', `the signature of ${key.name} does not verify`);
  if (key.type === 'ed25519') {
    if (!verifyEd25519(key.publicKey, new TextEncoder().encode(text), signature)) throw refusal;
    return { key };
  }
  const timestamp = Buffer.from(signature.subarray(0, timestampLength));
  const rest = signature.subarray(timestampLength);
  if (rest.length !== 64 || !verifyEd25519(key.publicKey, cosignedMessage(timestamp, text), rest))
    throw refusal;
  return { key, time: new Date(Number(timestamp.readBigUInt64BE()) * 1000) };
}

function cosignedMessage(timestamp: Buffer, text: string): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${timestamp.readBigUInt64BE()}\n${text}`);
}

function withSignature({ text, signatures }: Note, key: VerifierKey, signature: Uint8Array): Note {
  if (hasControlCharacters(text) || !text.endsWith('\n') || text === '\n') {
    throw malformed('the text of a note ends in a newline and holds no other control characters');
  }
  return { text, signatures: [...signatures, { name: key.name, keyId: keyId(key), signature }] };
}

function parseSignatureLine(line: string): NoteSignature {
  const [dash, name = '', encoded = '', ...rest] = line.split(' ');
  const bytes = decodeBase64(encoded);
  if (dash !== '—' || !isKeyName(name) || rest.length > 0 || bytes === undefined || bytes.length < 5) {
    throw malformed(`not a signature line: ${line}`);
  }
  return { name, keyId: Buffer.from(bytes.subarray(0, 4)).toString('hex'), signature: bytes.subarray(4) };
}

function decodeText(bytes: Uint8Array): string {
  if (bytes.length > maxBytes) throw malformed('longer than 1 MiB');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('not UTF-8');
  }
  if (hasControlCharacters(text)) throw malformed('holds control characters');
  return text;
}

function hasControlCharacters(text: string): boolean {
  return [...text].some((character) => character < ' ' && character !== '\n');
}

function malformed(what: string): JournalError {
  return new JournalError('NOTE_MALFORMED', `signed note: ${what}`);
}
