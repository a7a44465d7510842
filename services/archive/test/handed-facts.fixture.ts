import { type FactContract, fact } from '@edo/contracts';
import { canonicalJson } from '@edo/journal';
import { z } from 'zod';
import type { HandedFact } from '../src/domain/fact-admission.ts';

const tells: readonly FactContract[] = [fact('thing', 'done', 1, z.strictObject({ n: z.int() }))];

/** The n-th fact of these tests; the same n gives the same id and bytes. */
export function handed(n: number, data: Record<string, unknown> = { n }): HandedFact {
  const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const bytes = canonicalJson({
    id,
    type: 'thing.done',
    v: 1,
    source: 'documents',
    aggregate: { type: 'thing', id: String(n) },
    version: 1,
    at: '2026-11-22T12:00:00.000Z',
    by: 'service:documents',
    data,
  });
  return { factId: id, source: 'documents', tells, bytes };
}

/** Facts `from` … `from + count - 1`. */
export const handedMany = (from: number, count: number): HandedFact[] =>
  Array.from({ length: count }, (_, i) => handed(from + i));
