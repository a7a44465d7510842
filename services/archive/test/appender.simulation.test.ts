import { append as appendTo, emptyRange, rootOf, sameHash } from '@edo/journal';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Sealed, step, takeUp } from '../src/journal/appender.ts';
import type { AppenderPorts } from '../src/journal/ports.ts';
import { handed } from './handed-facts.fixture.ts';
import { emptyDatabase, type MemoryDatabase, memoryPorts } from './memory-journal.fixture.ts';
import { createSimulation, type SimulatedProcess } from './simulation.fixture.ts';

interface Acknowledged {
  readonly factId: string;
  readonly index: number;
}

/** Two copies that both believe to lead, each dying and starting again; callers repeat until each fact is acknowledged. */
async function simulate(choose: (below: number) => number, batches: readonly number[][], crashes: number) {
  const db = emptyDatabase();
  const { turn, runUntil } = createSimulation(choose, crashes);
  const acknowledged: Acknowledged[] = [];
  let millis = Date.UTC(2026, 10, 22);
  const clock = () => {
    millis += choose(4);
    return new Date(millis - choose(8));
  };
  const copies = [0, 1].map(() => startCopy(db, clock, turn));
  let open = batches.length;
  for (const batch of batches) {
    void (async () => {
      const facts = batch.map((n) => handed(n));
      for (;;) {
        const results = await copies[choose(2)]!(facts).catch(() => undefined);
        if (!results) continue;
        for (const result of results) if (result.outcome === 'recorded') acknowledged.push(result);
        open -= 1;
        return;
      }
    })();
  }
  await runUntil(() => open === 0);
  return { db, acknowledged };
}

/** A copy takes up when it does not know its head, and lives again after each crash. Its steps follow one another. */
function startCopy(
  db: MemoryDatabase,
  clock: () => Date,
  turn: <T>(process: SimulatedProcess, effect: () => T) => Promise<T>,
) {
  let process: SimulatedProcess = { alive: false };
  let ports: AppenderPorts;
  let head: Sealed | undefined;
  let before: Promise<unknown> = Promise.resolve();
  const append = async (facts: Parameters<typeof step>[2]) => {
    if (!process.alive) {
      const life = { alive: true };
      process = life;
      ports = memoryPorts(db, clock, (effect) => turn(life, effect));
      head = undefined;
    }
    try {
      const done = await step(ports, head ?? (await takeUp(ports)), facts);
      head = done.head;
      return done.results;
    } catch (error) {
      head = undefined;
      throw error;
    }
  };
  return (facts: Parameters<typeof step>[2]) => {
    const mine = before.then(
      () => append(facts),
      () => append(facts),
    );
    before = mine;
    return mine;
  };
}

function check(db: MemoryDatabase, acknowledged: readonly Acknowledged[], facts: ReadonlySet<number>) {
  expect(db.overwritten).toEqual([]);
  expect(db.entries.map(({ index }) => index)).toEqual(db.entries.map((_, at) => at));
  expect(new Set(db.entries.map(({ factId }) => factId)).size).toBe(db.entries.length);
  expect(db.entries.length).toBe(facts.size);
  for (const { factId, index } of acknowledged) expect(db.entries[index]?.factId).toBe(factId);
  for (const [at, { recordedAt }] of db.entries.entries())
    expect(recordedAt.getTime()).toBeGreaterThanOrEqual(db.entries[at - 1]?.recordedAt.getTime() ?? 0);
  for (const { size, root } of db.signed) {
    expect(size).toBeLessThanOrEqual(db.entries.length);
    const { range } = appendTo(
      emptyRange,
      db.entries.slice(0, size).map(({ leaf }) => leaf),
    );
    expect(sameHash(rootOf(range), root)).toBe(true);
  }
}

describe('appender', () => {
  it('never forks, doubles or forgets: two leaders at once, a crash at any await, thousands of seeded runs', async () => {
    const batch = fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.nat(0xffff)),
        fc.array(batch, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 6 }),
        async (choices, batches, crashes) => {
          const choose = (below: number) => (choices.next().value as number) % below;
          const { db, acknowledged } = await simulate(choose, batches, crashes);
          check(db, acknowledged, new Set(batches.flat()));
        },
      ),
      { numRuns: 3000, seed: 20261122 },
    );
  }, 120_000);
});
