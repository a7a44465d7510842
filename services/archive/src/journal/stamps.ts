import { createHash } from 'node:crypto';
import { signature } from '@edo/contracts';
import { type Ask, isDuplicateKey } from '@edo/kit';
import { mongo } from 'mongoose';
import type { JournalCollections } from './collections.ts';
import type { JournalReader } from './reader.ts';

interface Deps {
  readonly collections: Pick<JournalCollections, 'stamps'>;
  readonly reader: Pick<JournalReader, 'checkpoint'>;
  readonly ask: Ask;
}

/**
 * Puts a timestamp of НУЦ РК over the SHA-256 of the latest checkpoint's signed note and keeps both; consistency proofs tie
 * the earlier checkpoints to it. Does nothing while the journal has not grown. Tells the size it stamped, or null.
 */
export async function stampLatest({ collections, reader, ask }: Deps): Promise<number | null> {
  const { size, note } = await reader.checkpoint();
  if (size === 0 || (await collections.stamps.findOne({ _id: size }))) return null;
  const sha256 = createHash('sha256').update(note).digest('hex');
  const { token, genTime } = await ask(signature.actions.stamp, { sha256 });
  const row = {
    _id: size,
    note,
    sha256,
    token: new mongo.Binary(Buffer.from(token, 'base64')),
    genTime: new Date(genTime),
  };
  await collections.stamps.insertOne(row).catch((error) => {
    if (!isDuplicateKey(error)) throw error;
  });
  return size;
}
