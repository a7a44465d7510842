import { topology } from '@edo/contracts';
import { canonicalJson, leafHash } from '@edo/journal';
import { describe, expect, it } from '@jest/globals';
import { admitFact, type HandedFact } from './fact-admission.ts';

const id = '01943c1e-0000-7000-8000-000000000001';
const objectId = '01943c1e-0000-7000-8000-000000000002';
const envelope = {
  id,
  type: 'keeping.begun',
  v: 1,
  source: 'archive',
  aggregate: { type: 'keeping', id: objectId },
  version: 1,
  at: '2026-11-22T12:00:00.000Z',
  by: 'service:documents',
  data: { keepingId: objectId, objects: [{ objectId, sha256: 'a'.repeat(64) }], holders: ['client:1'] },
};
const handed = (changes: Record<string, unknown> = {}): HandedFact => ({
  factId: id,
  bytes: canonicalJson({ ...envelope, ...changes }),
  source: 'archive',
  tells: Object.values(topology.archive.tells),
});

describe('admission of a fact', () => {
  it('gives the leaf hash of the very bytes that were handed over', () => {
    const fact = handed();
    expect(admitFact({ ...fact, trace: '00-1-2-01' })).toEqual({
      admitted: {
        factId: id,
        type: 'keeping.begun',
        bytes: fact.bytes,
        leaf: leafHash(fact.bytes),
        trace: '00-1-2-01',
      },
    });
  });

  // prettier-ignore
  it.each<[string, HandedFact]>([
    ['FACT_TOO_LARGE', { ...handed(), bytes: new Uint8Array(16_385) }],
    ['FACT_NOT_CANONICAL', { ...handed(), bytes: Buffer.from(JSON.stringify(envelope)) }],
    ['FACT_NOT_CANONICAL', { ...handed(), bytes: Buffer.from([0xff, 0xfe]) }],
    ['FACT_ENVELOPE_WRONG', handed({ version: 0 })],
    ['FACT_ENVELOPE_WRONG', handed({ more: 1 })],
    ['FACT_ID_MISMATCH', { ...handed(), factId: objectId }],
    [
      'FACT_SOURCE_FOREIGN',
      { ...handed(), source: 'documents', tells: Object.values(topology.documents.tells) },
    ],
    ['FACT_TYPE_UNKNOWN', handed({ type: 'object.lost' })],
    ['FACT_TYPE_UNKNOWN', handed({ v: 2 })],
    ['FACT_TYPE_UNKNOWN', handed({ type: 'document.sent' })],
    ['FACT_TYPE_UNKNOWN', handed({ aggregate: { type: 'document', id: objectId } })],
    ['FACT_DATA_WRONG', handed({ data: { ...envelope.data, holders: 7 } })],
    ['FACT_DATA_WRONG', handed({ data: { ...envelope.data, commonName: 'X' } })],
  ])('refuses with %s', (code, fact) => {
    expect(admitFact(fact)).toMatchObject({ refused: { factId: fact.factId, code } });
  });

  it('names the place of what is wrong, never its value', () => {
    const answer = admitFact(handed({ data: { ...envelope.data, keepingId: 'secret' } }));
    expect(answer).toMatchObject({ refused: { message: 'keepingId: invalid_format' } });
  });
});
