import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CHUNK_BYTES, ContentDamaged, seal, unseal } from './sealed-stream.ts';

const key = { key: randomBytes(32), objectId: '01943c1e-0000-7000-8000-000000000001' };
const SEALED_CHUNK = CHUNK_BYTES + 16;

/** In portions that fit no chunk. */
async function* portions(bytes: Uint8Array, size = 10_007) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
const sealed = (plain: Uint8Array, as = key) => collect(seal(as, portions(plain)));

describe('sealed content', () => {
  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 5])(
    'opens to the same %d bytes',
    async (size) => {
      const plain = randomBytes(size);
      const opened = await collect(unseal(key, portions(await sealed(plain), 7919)));
      expect(opened.equals(plain)).toBe(true);
    },
  );

  it('differs from its content everywhere', async () => {
    const plain = Buffer.alloc(CHUNK_BYTES * 2, 'contract ');
    expect((await sealed(plain)).includes('contract')).toBe(false);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    [
      'one bit is changed',
      (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1)! ^ 1])]),
    ],
    ['its last chunk is cut off', (bytes) => bytes.subarray(0, 2 * SEALED_CHUNK)],
    ['it is cut inside a chunk', (bytes) => bytes.subarray(0, SEALED_CHUNK + 100)],
    ['everything is cut off', () => Buffer.alloc(0)],
    [
      'chunks change places',
      (b) =>
        Buffer.concat([
          b.subarray(SEALED_CHUNK, 2 * SEALED_CHUNK),
          b.subarray(0, SEALED_CHUNK),
          b.subarray(2 * SEALED_CHUNK),
        ]),
    ],
    ['a chunk is added', (bytes) => Buffer.concat([bytes, bytes.subarray(0, SEALED_CHUNK)])],
  ])('does not open when %s', async (_, damage) => {
    const bytes = await sealed(randomBytes(2 * CHUNK_BYTES + 500));
    await expect(collect(unseal(key, portions(damage(bytes))))).rejects.toBeInstanceOf(ContentDamaged);
  });

  it.each([
    ['another object', { ...key, objectId: '01943c1e-0000-7000-8000-000000000002' }],
    ['another key', { ...key, key: randomBytes(32) }],
  ])('does not open as that of %s', async (_, other) => {
    const bytes = await sealed(Buffer.from('x'));
    await expect(collect(unseal(other, portions(bytes)))).rejects.toBeInstanceOf(ContentDamaged);
  });
});
