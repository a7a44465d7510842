import { decodeBase64, encodeBase64 } from './base64.ts';
import { JournalError } from './errors.ts';
import { type Hash, hashLength } from './hashing.ts';
import { formatNote, type Note, parseNote, signNote, verifyNote } from './note.ts';
import type { NoteSigner, VerifierKey } from './note-keys.ts';

/** Size and root of the journal `origin` at one moment (C2SP tlog-checkpoint). Extension lines are not made, nor taken. */
export type Checkpoint = { origin: string; size: number; root: Hash };

/** A checkpoint whose log signature was verified, and the witnesses whose cosignatures were. */
export type OpenedCheckpoint = { checkpoint: Checkpoint; cosignatures: { name: string; time: Date }[] };

/** Text of a checkpoint: origin, decimal size, base64 root, each a line. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${encodeBase64(root)}\n`;
  parseCheckpoint(text);
  return text;
}

/** Reads the text of a checkpoint strictly; throws JournalError CHECKPOINT_MALFORMED. Says nothing about signatures. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin = '', sizeText = '', rootText = ''] = lines;
  const size = Number(sizeText);
  const root = decodeBase64(rootText);
  if (lines.length !== 4 || lines[3] !== '' || origin === '') {
    throw malformed('origin, size and root are its three lines');
  }
  if (!/^(0|[1-9][0-9]*)$/.test(sizeText) || !Number.isSafeInteger(size))
    throw malformed(`"${sizeText}" is no size`);
  if (root?.length !== hashLength) throw malformed(`"${rootText}" is no root hash of ${hashLength} bytes`);
  return { origin, size, root };
}

/** The bytes of a checkpoint as a note signed by the log. */
export async function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): Promise<Uint8Array> {
  return formatNote(await signNote({ text: formatCheckpoint(checkpoint), signatures: [] }, signer));
}

/**
 * Reads a signed checkpoint and verifies it: the log's signature must be there and hold, its name must be the origin,
 * and every cosignature of a witness in `witnesses` that is there must hold.
 * Throws JournalError NOTE_MALFORMED, NOTE_SIGNATURE_INVALID, NOTE_NOT_SIGNED or CHECKPOINT_MALFORMED.
 */
export function openCheckpoint(
  bytes: Uint8Array,
  logKey: VerifierKey,
  witnesses: readonly VerifierKey[] = [],
): OpenedCheckpoint {
  const note: Note = parseNote(bytes);
  const verified = verifyNote(note, [logKey, ...witnesses]);
  if (!verified.some(({ key }) => key === logKey)) {
    throw new JournalError(
      'NOTE_NOT_SIGNED',
      `the checkpoint is not signed by the journal's key ${logKey.name}`,
    );
  }
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== logKey.name) {
    throw malformed(`of the journal ${checkpoint.origin}, but signed by ${logKey.name}`);
  }
  const cosignatures = verified.flatMap(({ key, time }) => (time ? [{ name: key.name, time }] : []));
  return { checkpoint, cosignatures };
}

function malformed(what: string): JournalError {
  return new JournalError('CHECKPOINT_MALFORMED', `checkpoint: ${what}`);
}
