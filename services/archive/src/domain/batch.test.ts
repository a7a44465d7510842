import { emptyRange, type Hash, leafHash } from '@edo/journal';
import { describe, expect, it } from '@jest/globals';
import { type JournalHead, planBatch, type RecordedFact } from './batch.ts';
import type { Admission } from './fact-admission.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const head: JournalHead = { range: emptyRange, recordedAt: new Date(0) };
const bytesOf = (text: string) => Buffer.from(text);
const admitted = (factId: string, text = factId): Admission => ({
  admitted: { factId, type: 'thing.done', bytes: bytesOf(text), leaf: leafHash(bytesOf(text)) },
});
const recorded = (factId: string, index: number, leaf: Hash = leafHash(bytesOf(factId))): RecordedFact => ({
  factId,
  index,
  leaf,
  recordedAt: now,
});
const sizeOne = planBatch(head, [admitted('a')], [], now).head;

describe('plan of a group commit', () => {
  it('puts new facts behind the head in the order given', () => {
    const batch = planBatch(sizeOne, [admitted('b'), admitted('c')], [], now);
    expect(batch.entries.map(({ factId, index }) => [factId, index])).toEqual([
      ['b', 1],
      ['c', 2],
    ]);
    expect(batch.head.range.size).toBe(3);
  });

  it('answers a fact that is recorded with its index and writes nothing', () => {
    const batch = planBatch(sizeOne, [admitted('a')], [recorded('a', 0)], now);
    expect(batch.results).toEqual([
      { factId: 'a', outcome: 'recorded', index: 0, recordedAt: now.toISOString() },
    ]);
    expect(batch.entries).toEqual([]);
  });

  it('records a fact once that comes twice in one batch', () => {
    const batch = planBatch(head, [admitted('a'), admitted('a')], [], now);
    expect(batch.entries.length).toBe(1);
    expect(batch.results.map((result) => 'index' in result && result.index)).toEqual([0, 0]);
  });

  it.each([
    ['in the journal', [recorded('a', 0)], [admitted('a', 'other')]],
    ['earlier in the batch', [], [admitted('a'), admitted('a', 'other')]],
  ])('refuses an id that names other bytes %s', (_, known, facts) => {
    const { results } = planBatch(sizeOne, facts, known, now);
    expect(results.at(-1)).toMatchObject({ outcome: 'refused', code: 'FACT_ID_REUSED' });
  });

  it('leaves the refused out and records their neighbours', () => {
    const refused: Admission = { refused: { factId: 'x', code: 'FACT_NOT_CANONICAL', message: 'm' } };
    const { results, entries } = planBatch(head, [admitted('a'), refused, admitted('b')], [], now);
    expect(results.map(({ outcome }) => outcome)).toEqual(['recorded', 'refused', 'recorded']);
    expect(entries.map(({ index }) => index)).toEqual([0, 1]);
  });

  it('stops when the clock is behind the last entry', () => {
    const later = { ...sizeOne, recordedAt: new Date(now.getTime() + 1) };
    expect(() => planBatch(later, [admitted('b')], [], now)).toThrow(
      expect.objectContaining({ code: 'CLOCK_BEHIND' }),
    );
  });

  it('sees another leader by an entry beyond its head', () => {
    expect(() => planBatch(head, [admitted('a')], [recorded('a', 0)], now)).toThrow(
      expect.objectContaining({ code: 'NOT_LEADING' }),
    );
  });
});
