import type { AppendResult } from '@edo/contracts';
import { decodeBase64, leafHash, verifyConsistency, verifyInclusion } from '@edo/journal';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { handed, handedMany } from './handed-facts.fixture.ts';
import { type JournalWorld, startJournalWorld } from './journal-world.fixture.ts';

let world: JournalWorld;
beforeAll(async () => {
  world = await startJournalWorld();
});
afterAll(() => world.stop());

const indexes = (results: readonly AppendResult[]) => results.map((one) => 'index' in one && one.index);
const bytes = (base64: string) => decodeBase64(base64)!;

/** Reads the whole journal and rebuilds what its checkpoint claims. */
async function mustHold(): Promise<number> {
  const rows = await world.collections.entries.find({}, { sort: { _id: 1 } }).toArray();
  expect(rows.map(({ _id }) => _id)).toEqual(rows.map((_, at) => at));
  const { proven, checkpoint } = await world.reader.prove(rows.map(({ factId }) => factId));
  expect(checkpoint.size).toBe(rows.length);
  expect(world.key.open(checkpoint.note)).toMatchObject({ size: rows.length });
  for (const { entry, proof } of proven) {
    const leaf = leafHash(bytes(entry.bytes));
    const claim = {
      leafHash: leaf,
      index: entry.index,
      size: checkpoint.size,
      root: bytes(checkpoint.rootHash),
    };
    expect(verifyInclusion({ ...claim, proof: proof.map(bytes) })).toBe(true);
  }
  return rows.length;
}

describe('appender over MongoDB', () => {
  it('[5.3.7] records many callers in few commits, each fact once and in order', async () => {
    const leader = await world.leader();
    const callers = Array.from({ length: 60 }, (_, caller) => handedMany(caller * 10, 10));
    const answers = await Promise.all(callers.map((facts) => leader.append(facts)));
    const all = answers.flatMap(({ results }) => indexes(results));
    expect(new Set(all).size).toBe(600);
    for (const { results } of answers) {
      const [first] = indexes(results) as number[];
      expect(indexes(results)).toEqual(Array.from({ length: 10 }, (_, i) => first! + i));
    }
    expect(await mustHold()).toBe(600);
    const commits = new Set(answers.map(({ checkpoint }) => checkpoint.size));
    expect(commits.size).toBeLessThan(10);
    await leader.close();
  });

  it('answers a fact that was recorded before with its index, and refuses its malformed neighbour alone', async () => {
    const leader = await world.leader();
    const before = await leader.append([handed(5)]);
    const malformed = { ...handed(9001), bytes: Buffer.from('{}') };
    const { results } = await leader.append([handed(9000), malformed, handed(5), handed(9002)]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['recorded', 'refused', 'recorded', 'recorded']);
    expect(results[2]).toEqual(before.results[0]);
    await mustHold();
    await leader.close();
  });

  it('beats the leader that works from an old head: it steps down, nothing is recorded twice', async () => {
    const [stale, fresh] = [await world.leader(), await world.leader()];
    await fresh.append(handedMany(10_000, 5));
    await expect(stale.append(handedMany(10_003, 5))).rejects.toMatchObject({ code: 'NOT_LEADING' });
    await stale.beaten;
    await fresh.append(handedMany(10_003, 5));
    await mustHold();
    await Promise.all([stale.close(), fresh.close()]);
  });

  it('keeps one journal while two copies append at once and callers repeat', async () => {
    const copies = [await world.leader(), await world.leader()];
    const size = (await world.reader.checkpoint()).size;
    const untilRecorded = async (n: number) => {
      for (let tries = 0; ; tries += 1) {
        const answer = await copies[(n + tries) % 2]!.append([handed(n)]).catch(() => undefined);
        if (answer) return indexes(answer.results)[0];
      }
    };
    const recorded = await Promise.all(Array.from({ length: 80 }, (_, i) => untilRecorded(20_000 + i)));
    expect(new Set(recorded).size).toBe(80);
    expect(await mustHold()).toBe(size + 80);
    await Promise.all(copies.map((copy) => copy.close()));
  });

  it('records nothing while its clock is behind the last entry, and says so', async () => {
    const leader = await world.leader({ clock: () => new Date(Date.now() - 60_000) });
    await expect(leader.append([handed(30_000)])).rejects.toMatchObject({ code: 'CLOCK_BEHIND' });
    await expect(leader.append([handed(5)])).resolves.toMatchObject({ results: [{ outcome: 'recorded' }] });
    expect(() => leader.mustBeAbleToRecord()).toThrow(/clock is behind/);
    await leader.close();
  });

  it('proves that an earlier journal is the beginning of the later one', async () => {
    const leader = await world.leader();
    const before = await world.reader.checkpoint();
    await leader.append(handedMany(40_000, 300));
    const after = await world.reader.checkpoint();
    const proof = (await world.reader.consistency(before.size, after.size)).map(bytes);
    const claim = { oldSize: before.size, oldRoot: bytes(before.rootHash), size: after.size };
    expect(verifyConsistency({ ...claim, root: bytes(after.rootHash), proof })).toBe(true);
    await expect(world.reader.consistency(1, after.size + 1)).rejects.toMatchObject({
      code: 'PARAMS_INVALID',
    });
    await leader.close();
  });

  it('does not lead a journal that was set back behind a checkpoint known outside the database', async () => {
    const { size, root, recordedAt } = await world.ports.journal.readHead();
    await world.collections.heads.updateOne({ _id: 'head' }, { $set: { size: size - 1 } });
    await expect(world.leader()).rejects.toMatchObject({ name: 'JournalForked' });
    await world.collections.heads.updateOne({ _id: 'head' }, { $set: { size } });

    const { factId } = handed(40_299);
    const last = await world.collections.entries.findOneAndDelete({ factId });
    const earlier = await world.ports.journal.readHead();
    expect(earlier).toEqual({ size, root, recordedAt });
    await expect(world.leader()).rejects.toThrow();
    await world.collections.entries.insertOne(last!);
    await expect(world.leader()).resolves.toBeDefined();
  });

  it('does not lead an older journal that is sound in itself', async () => {
    const other = await startJournalWorld();
    const first = await other.leader();
    await first.append(handedMany(0, 3));
    await other.connection.dropDatabase(); // the backup was older: empty
    await expect(other.leader()).rejects.toThrow(/a checkpoint of 3 was given out/);
    await other.stop();
  });
});
