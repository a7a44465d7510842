import { describe, expect, it } from '@jest/globals';
import { DIGEST } from '../algorithms/oids.ts';
import { contentDigests } from './content.ts';

describe('digests of the content', () => {
  it('are taken once per algorithm, however many signers ask', async () => {
    const asked: string[] = [];
    const source = {
      digest: async (oid: string) => {
        asked.push(oid);
        return new Uint8Array(32);
      },
    };
    const digests = contentDigests([source]);
    for (let signer = 0; signer < 64; signer += 1) await digests(DIGEST.sha256);
    await digests(DIGEST.gost34311);
    expect(asked).toEqual([DIGEST.sha256, DIGEST.gost34311]);
  });

  it('are those of every form of the content, and none under an algorithm that is not known', async () => {
    const digests = contentDigests([Buffer.from('a'), Buffer.from('b')]);
    expect((await digests(DIGEST.sha256)).map((digest) => digest[0])).toEqual([0xca, 0x3e]);
    expect(await digests('1.2.3')).toEqual([]);
  });
});
