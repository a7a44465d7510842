import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { documentFacts, journal } from '@edo/contracts';
import {
  append as appendTo,
  canonicalJson,
  decodeBase64,
  emptyRange,
  leafHash,
  parseCheckpoint,
  parseNote,
  rootOf,
  sameHash,
} from '@edo/journal';
import { expect } from '@jest/globals';
import type { Neighbour } from './platform.fixture.ts';

const ANSWER_MILLIS = 1500;

/** A fact of `documents` that says something new. */
export function newFact(): { factId: string; bytes: string } {
  const [factId, documentId, client] = [randomUUIDv7(), randomUUIDv7(), randomUUIDv7()];
  const at = new Date().toISOString();
  const data = { documentId, senderClientId: client, receiverClientId: client, at };
  const { type, v, aggregate } = documentFacts.sent;
  const envelope = {
    id: factId,
    type,
    v,
    source: 'documents',
    aggregate: { type: aggregate, id: documentId },
  };
  const bytes = canonicalJson({ ...envelope, version: 1, at, by: 'service:documents', data });
  return { factId, bytes: Buffer.from(bytes).toString('base64') };
}

export interface Load {
  /** Index by fact id, of every fact that was acknowledged. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Checkpoints that were given out. */
  readonly notes: ReadonlySet<string>;
  /** Ends when everything that was begun is acknowledged. */
  end(): Promise<void>;
  /** Ends when so many more facts are acknowledged. */
  progress(count: number): Promise<void>;
}

/** Hands over facts as relays do, several at once, each again until it is acknowledged; sometimes one that was before. */
export function startLoad({ ask }: Neighbour, workers = 6): Load {
  const acknowledged = new Map<string, number>();
  const notes = new Set<string>();
  let ending = false;
  async function handOver(facts: { factId: string; bytes: string }[]) {
    for (;;) {
      const lost = sleep(ANSWER_MILLIS, null); // a killed process does not answer: its requests are repeated
      const answer = await Promise.race([ask(journal.actions.append, { facts }).catch(() => null), lost]);
      if (!answer) {
        await sleep(50);
        continue;
      }
      notes.add(answer.checkpoint.note);
      for (const result of answer.results) {
        if (result.outcome === 'refused') throw new Error(`${result.code}: ${result.message}`);
        const before = acknowledged.get(result.factId);
        if (before !== undefined) expect(result.index).toBe(before);
        acknowledged.set(result.factId, result.index);
      }
      return;
    }
  }
  async function work() {
    let last = newFact();
    while (!ending) {
      const repeated = last;
      last = newFact();
      await handOver([last, newFact(), repeated]);
    }
  }
  const running = Promise.all(Array.from({ length: workers }, work));
  return {
    acknowledged,
    notes,
    async end() {
      ending = true;
      await running;
    },
    async progress(count) {
      const wanted = acknowledged.size + count;
      while (acknowledged.size < wanted) await Promise.race([sleep(20), running]);
    },
  };
}

/** Every acknowledged fact stands once at its index, and the whole journal adds up to every checkpoint given out. */
export async function mustHoldAll({ ask }: Neighbour, { acknowledged, notes }: Load): Promise<number> {
  const leaves: Uint8Array[] = [];
  const indexOf = new Map<string, number>();
  for (let size = 1; leaves.length < size; ) {
    const page = await ask(journal.actions.entries, { from: leaves.length, count: 500 });
    size = page.size;
    for (const { index, factId, bytes } of page.entries) {
      expect(index).toBe(leaves.length);
      expect(indexOf.has(factId)).toBe(false);
      indexOf.set(factId, index);
      leaves.push(leafHash(decodeBase64(bytes)!));
    }
  }
  for (const [factId, index] of acknowledged) expect(indexOf.get(factId)).toBe(index);
  for (const note of notes) {
    const { size, root } = parseCheckpoint(parseNote(new TextEncoder().encode(note)).text);
    expect(sameHash(rootOf(appendTo(emptyRange, leaves.slice(0, size)).range), root)).toBe(true);
  }
  return leaves.length;
}
