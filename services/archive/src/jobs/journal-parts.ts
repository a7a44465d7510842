import { Refusal } from '@edo/contracts';
import { decodeBase64, parseCheckpoint, parseNote } from '@edo/journal';
import { checkpointPath, consistencyPart, entryParts, type Part } from '@edo/verifier';
import type { JournalReader } from '../journal/reader.ts';

type Reader = Pick<JournalReader, 'prove' | 'consistency'>;

/**
 * The journal's part of a bundle: the facts with their proofs under one checkpoint, and the proof that the receipt's
 * checkpoint is its beginning. Refuses JOURNAL_BEHIND while a fact is not recorded.
 */
export async function journalParts(
  factIds: readonly string[],
  receipt: Uint8Array,
  reader: Reader,
): Promise<Part[]> {
  const { proven, checkpoint } = await reader.prove(factIds).catch(notRecordedYet);
  const note = new TextEncoder().encode(checkpoint.note);
  const entries = proven.flatMap(({ entry, proof }) =>
    entryParts({ index: entry.index, bytes: bytesOf(entry.bytes), proof: proof.map(bytesOf) }, note),
  );
  const parts: Part[] = [{ path: checkpointPath, role: 'checkpoint', bytes: note }, ...entries];
  const [from, to] = [sizeInReceipt(receipt), checkpoint.size];
  if (from === to) return parts;
  const proof = (await reader.consistency(from, to)).map(bytesOf);
  return [...parts, consistencyPart({ from, to, proof })];
}

/** The document's facts are on their way: to its owner it is told as such. */
function notRecordedYet(error: unknown): never {
  if (error instanceof Refusal && error.code === 'NOT_FOUND')
    throw new Refusal('JOURNAL_BEHIND', `${error.message} yet; ask again`, error.data, { cause: error });
  throw error;
}

function sizeInReceipt(receipt: Uint8Array): number {
  const { checkpoint } = JSON.parse(new TextDecoder().decode(receipt)) as { checkpoint: string };
  return parseCheckpoint(parseNote(new TextEncoder().encode(checkpoint)).text).size;
}

const bytesOf = (base64: string) => decodeBase64(base64)!;
