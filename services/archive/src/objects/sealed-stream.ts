import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Plain bytes of one chunk; the last may be shorter, and is empty only when the content is. */
export const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/** What a chunk belongs to: a key of its own, and the object's id, so that chunks cannot be moved to another object. */
export interface ObjectKey {
  readonly key: Buffer;
  readonly objectId: string;
}

/** The content could not be opened: changed, cut, or of another object or key. */
export class ContentDamaged extends Error {
  override readonly name = 'ContentDamaged';
}

/**
 * Encrypts a stream as the STREAM construction does (Hoang, Reyhanitabar, Rogaway, Vizár 2015): AES-256-GCM per 64 KiB chunk,
 * nonce = 11 bytes of counter ‖ 1 for the last chunk, else 0. Chunks cannot be changed, cut off, added or put in another order.
 */
export async function* seal({ key, objectId }: ObjectKey, plain: AsyncIterable<Uint8Array>) {
  for await (const { bytes, index, last } of chunks(plain, CHUNK_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(index, last)).setAAD(Buffer.from(objectId));
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Decrypts what `seal` made, chunk by chunk; each is checked before it is given. @throws ContentDamaged */
export async function* unseal({ key, objectId }: ObjectKey, sealed: AsyncIterable<Uint8Array>) {
  for await (const { bytes, index, last } of chunks(sealed, CHUNK_BYTES + TAG_BYTES)) {
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, last), options);
    try {
      decipher.setAAD(Buffer.from(objectId)).setAuthTag(bytes.subarray(-TAG_BYTES));
      yield Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw new ContentDamaged(`chunk ${index} of object ${objectId} does not open`, { cause });
    }
  }
}

/** Cuts a stream into chunks of `size`; the last one, full or not, is told apart. */
async function* chunks(source: AsyncIterable<Uint8Array>, size: number) {
  let parts: Uint8Array[] = [];
  let length = 0;
  let index = 0;
  for await (const part of source) {
    parts.push(part);
    length += part.length;
    if (length <= size) continue;
    let rest = Buffer.concat(parts);
    for (; rest.length > size; rest = rest.subarray(size)) {
      yield { bytes: rest.subarray(0, size), index, last: false };
      index += 1;
    }
    parts = [rest];
    length = rest.length;
  }
  yield { bytes: Buffer.concat(parts), index, last: true };
}

function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(NONCE_BYTES);
  bytes.writeUIntBE(index, NONCE_BYTES - 7, 6);
  bytes[NONCE_BYTES - 1] = last ? 1 : 0;
  return bytes;
}
