import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Misfortune, World } from './relay-world.fixture.ts';

const misfortune = fc.constantFrom<Misfortune>('none', 'none', 'lost', 'crash');
const plan = fc.record({
  /** The aggregate of each committed fact, and whether the journal refuses it until it is cured. */
  facts: fc.array(fc.record({ aggregate: fc.nat(3), poison: fc.boolean() }), { minLength: 1, maxLength: 12 }),
  /** What befalls the relays at each await, in the order in which they come to one; then nothing more. */
  misfortunes: fc.array(misfortune, { maxLength: 60 }),
  relays: fc.integer({ min: 1, max: 3 }),
});

it('registers every committed fact once and each aggregate in order, whatever crashes, is lost or runs twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), plan, async (scheduler, { facts, misfortunes, relays }) => {
      const world = new World(scheduler, misfortunes);
      await scheduler.waitFor(Promise.all([world.commit(facts), world.relay(relays)]));
      expect(world.registered()).toEqual(world.expectedBeforeCure());
      world.cure();
      await scheduler.waitFor(world.relay(relays));
      expect(world.registered()).toEqual(world.expectedAfterCure());
      expect(world.notedIndexes()).toEqual(world.journalIndexes());
    }),
    { seed: 20261123, numRuns: 3000 },
  );
});
