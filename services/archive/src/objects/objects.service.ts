import { randomUUIDv7 } from 'node:crypto';
import { objectFacts, type objects, Refusal } from '@edo/contracts';
import { createHash, EdsError } from '@edo/eds';
import type { Clock, Facts, Handlers, Transaction } from '@edo/kit';
import { heldBy, keptByAll, type StoredObject } from '../domain/stored-object.ts';
import type { Contents } from './contents.ts';
import type { ObjectStore } from './object-store.ts';

interface Deps {
  readonly store: ObjectStore;
  readonly contents: Pick<Contents, 'open'>;
  readonly transaction: Transaction;
  readonly facts: Pick<Facts, 'record'>;
  readonly clock: Clock;
}

/** What is known of stored objects, who holds them, and what forbids their destruction. */
export const objectsService = (deps: Deps): Handlers<typeof objects> => ({
  async describe({ params }) {
    const [object] = await deps.store.getAll([params.objectId]);
    return description(object!);
  },
  digest: async ({ params }) => ({ digest: await digestOf(params.objectId, params.algorithm, deps) }),
  async keep({ params, caller }) {
    await deps.transaction(() => keep(params, `service:${caller}`, deps));
    return {};
  },
  hold: ({ params, caller }) => deps.transaction(() => hold(params, `service:${caller}`, deps)),
});

const description = ({ objectId, size, sha256, storedAt, holders, holds }: StoredObject) => ({
  objectId,
  size,
  sha256,
  storedAt: storedAt.toISOString(),
  holders: [...holders],
  onHold: holds.length > 0,
});

interface KeepRequest {
  readonly objectIds: readonly string[];
  readonly holders: readonly string[];
  readonly until?: string | undefined;
}

/** One fact for what changed; nothing when every holder held every object in the same way. */
async function keep({ objectIds, holders, until }: KeepRequest, by: string, { store, facts, clock }: Deps) {
  const asked = holders.map((holder) => (until === undefined ? { holder } : { holder, until }));
  const kept = (await store.getAll([...new Set(objectIds)])).flatMap(
    (object) => keptByAll(object, asked) ?? [],
  );
  if (kept.length === 0) return;
  for (const object of kept) await store.save(object);
  const keepingId = randomUUIDv7();
  const data = {
    keepingId,
    objects: kept.map(({ objectId, sha256 }) => ({ objectId, sha256 })),
    holders: [...holders],
  };
  await facts.record(objectFacts.keepingBegun, {
    aggregateId: keepingId,
    version: 1,
    by,
    at: clock.now(),
    data,
  });
}

interface HoldRequest {
  readonly objectIds: readonly string[];
  readonly reference: string;
  readonly reason: string;
}

async function hold({ reference, reason, ...asked }: HoldRequest, by: string, { store, facts, clock }: Deps) {
  const objectIds = [...new Set(asked.objectIds)].sort();
  const before = await store.findHold(reference);
  if (before) return sameHold(before, objectIds);
  const holdId = randomUUIDv7();
  for (const object of await store.getAll(objectIds)) await store.save(heldBy(object, holdId));
  await store.addHold({ holdId, reference, reason, objectIds, at: new Date(clock.millis()) });
  const data = { holdId, reference, objectIds };
  await facts.record(objectFacts.holdSet, { aggregateId: holdId, version: 1, by, at: clock.now(), data });
  return { holdId, objects: objectIds.length };
}

function sameHold(
  before: { holdId: string; reference: string; objectIds: readonly string[] },
  asked: readonly string[],
) {
  const { holdId, reference, objectIds } = before;
  if (objectIds.join() !== asked.join())
    throw new Refusal('ALREADY_EXISTS', `hold ${reference} was set over other objects`, { reference });
  return { holdId, objects: objectIds.length };
}

/** Read once for each algorithm, then known. SHA-256 is known from the start. */
async function digestOf(objectId: string, algorithm: string, { store, contents }: Deps): Promise<string> {
  const known = await store.knownDigest(objectId, algorithm);
  if (known) return known;
  const hasher = hasherOf(algorithm);
  for await (const chunk of (await contents.open(objectId)).content) hasher.update(chunk);
  const digest = Buffer.from(hasher.digest()).toString('base64');
  await store.keepDigest(objectId, algorithm, digest);
  return digest;
}

function hasherOf(algorithm: string) {
  try {
    return createHash(algorithm);
  } catch (error) {
    if (error instanceof EdsError)
      throw new Refusal('PARAMS_INVALID', `digest ${algorithm} is not known`, { algorithm });
    throw error;
  }
}
