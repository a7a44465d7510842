import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto';
import { type ObjectRef, Refusal } from '@edo/contracts';
import type { Clock } from '@edo/kit';
import type { StoredObject } from '../domain/stored-object.ts';
import type { BlobStore } from './blob-store.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import type { ObjectStore } from './object-store.ts';
import { ContentDamaged, seal, unseal } from './sealed-stream.ts';

/** Who stores what under which id. */
export interface NewObject {
  readonly objectId: string;
  readonly mediaType: string;
  readonly storedBy: string;
}

export type ObjectDescription = Pick<StoredObject, 'size' | 'sha256' | 'mediaType'>;

/** Contents of objects: sealed under a key of their own before they reach any disk. */
export interface Contents {
  /** Stores a stream; the same bytes under the same id get the same answer. Refuses ALREADY_EXISTS, OBJECT_TOO_LARGE. */
  put(object: NewObject, content: AsyncIterable<Uint8Array>): Promise<ObjectRef>;
  /** Opens an object; the last chunk is given only if the whole is what was stored. Refuses NOT_FOUND, OBJECT_DESTROYED. */
  open(objectId: string): Promise<ObjectDescription & { content: AsyncIterable<Uint8Array> }>;
  /** Takes away what uploads have left that did not end within `millis`. Tells how many. */
  sweep(millis: number): Promise<number>;
}

interface Deps {
  readonly store: ObjectStore;
  readonly blobs: BlobStore;
  readonly keys: KeyWrapper;
  readonly clock: Clock;
  readonly maxBytes: number;
}

export function contentsOf({ store, blobs, keys, clock, maxBytes }: Deps): Contents {
  async function upload({ objectId, mediaType, storedBy }: NewObject, content: AsyncIterable<Uint8Array>) {
    const blobId = randomUUIDv7();
    const key = randomBytes(32);
    await store.beginUpload(blobId, new Date(clock.millis()));
    try {
      const measured = measure(content, maxBytes);
      await blobs.write(blobId, seal({ key, objectId }, measured.content));
      const times = { version: 1, storedAt: new Date(clock.millis()), holders: [], holds: [] };
      const wrappedKey = await keys.wrap(key);
      const object = { objectId, mediaType, storedBy, blobId, wrappedKey, ...times, ...measured.result() };
      const finished = await store.finishUpload(object);
      if (!finished) await discard(blobId);
      return { finished, ...measured.result() };
    } catch (error) {
      await discard(blobId);
      throw error;
    }
  }
  async function discard(blobId: string) {
    await blobs.remove(blobId);
    await store.forgetUpload(blobId);
  }

  return {
    async put(object, content) {
      const { objectId } = object;
      const before = await store.find(objectId);
      if (before) return sameOrRefused(before, await measureOnly(content, maxBytes));
      const { finished, ...given } = await upload(object, content);
      if (finished) return { objectId, ...given };
      const twin = await store.find(objectId);
      if (!twin)
        throw new Refusal(
          'SERVICE_UNAVAILABLE',
          'the upload took too long and was swept away; send it again',
        );
      return sameOrRefused(twin, given);
    },
    async open(objectId) {
      const object = await store.find(objectId);
      if (!object) throw new Refusal('NOT_FOUND', `there is no object ${objectId}`, { objectId });
      if (!object.wrappedKey)
        throw new Refusal('OBJECT_DESTROYED', `object ${objectId} was destroyed`, { objectId });
      const key = await keys.unwrap(object.wrappedKey);
      const { size, sha256, mediaType } = object;
      const content = verified(unseal({ key, objectId }, blobs.read(object.blobId)), {
        objectId,
        size,
        sha256,
      });
      return { size, sha256, mediaType, content };
    },
    async sweep(millis) {
      const swept = await store.sweepUploads(new Date(clock.millis() - millis));
      for (const blobId of swept) await discard(blobId);
      return swept.length;
    },
  };
}

type Measure = Pick<ObjectRef, 'size' | 'sha256'>;

function sameOrRefused({ objectId, size, sha256 }: StoredObject, given: Measure): ObjectRef {
  if (given.sha256 !== sha256)
    throw new Refusal('ALREADY_EXISTS', `object ${objectId} holds other bytes; choose another id`, {
      objectId,
    });
  return { objectId, size, sha256 };
}

/** Passes a stream on and measures it; `result` is of what has passed. */
function measure(content: AsyncIterable<Uint8Array>, maxBytes: number) {
  const hash = createHash('sha256');
  let size = 0;
  async function* passing() {
    for await (const part of content) {
      size += part.length;
      if (size > maxBytes)
        throw new Refusal('OBJECT_TOO_LARGE', `an object has at most ${maxBytes} bytes`, { maxBytes });
      hash.update(part);
      yield part;
    }
  }
  return { content: passing(), result: (): Measure => ({ size, sha256: hash.copy().digest('hex') }) };
}

async function measureOnly(content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Measure> {
  const measured = measure(content, maxBytes);
  for await (const _ of measured.content);
  return measured.result();
}

/** Keeps one chunk back until the next has come, and the last until the whole is proven. */
async function* verified(content: AsyncIterable<Uint8Array>, object: ObjectRef) {
  const measured = measure(content, object.size);
  let back: Uint8Array | null = null;
  for await (const chunk of measured.content) {
    if (back) yield back;
    back = chunk;
  }
  if (measured.result().sha256 !== object.sha256)
    throw new ContentDamaged(`object ${object.objectId} is not what was stored`);
  if (back) yield back;
}
