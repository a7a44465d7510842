import { setTimeout as sleep } from 'node:timers/promises';
import { kitFacts, Refusal } from '@edo/contracts';
import { startTestServers, type TestServers } from '@edo/servers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { factIn, TestArchive } from './facts-archive.fixture.ts';
import {
  closed,
  newFact,
  opened,
  openedTwo,
  startTestService,
  type TestService,
  until,
} from './facts-service.fixture.ts';

let servers: TestServers;
let nats: NatsConnection;
let archive: TestArchive;
let database = 0;
const running: TestService[] = [];

beforeAll(async () => {
  servers = await startTestServers();
  nats = await connect({ servers: servers.natsUrl });
});
afterAll(async () => {
  await nats?.close();
  await servers?.stop();
});
beforeEach(async () => {
  archive = new TestArchive();
  await archive.openStream(nats);
  database += 1;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
  await archive.loseStream(nats);
});

const quick = { tries: 3, unavailableMillis: 400, pause: () => 10 };

/** A service whose consumer `boxes` does what `before` says. */
async function start(before: Parameters<typeof startTestService>[2] & {} = {}): Promise<TestService> {
  const url = servers.mongoUrl(`consumer${database}`);
  const service = await startTestService(url, archive, { nats, patience: quick, ...before });
  running.push(service);
  await service.facts.start();
  return service;
}

it('hears facts in index order, each with one effect in a transaction with its inbox row', async () => {
  const service = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened], async ({ fact, index }) =>
        self.note(`${index}: ${fact.aggregate.id}/${fact.version} ${fact.data.boxId}`),
      ),
  });
  for (const version of [1, 2, 3]) await service.tell('b1', version);
  await until(async () => (await service.effects()).length === 3);
  expect(await service.effects()).toEqual(['0: b1/1 b1', '1: b1/2 b1', '2: b1/3 b1']);
  expect(await service.connection.models['inbox']!.countDocuments()).toBe(3);
});

it('tells when the journal recorded the fact', async () => {
  const seen: unknown[] = [];
  const service = await start({
    before: (facts) => facts.consume('boxes', [opened], async ({ recordedAt }) => void seen.push(recordedAt)),
  });
  await service.tell('b1', 1);
  await until(() => seen.length === 1);
  expect(seen).toEqual([archive.entries[0]!.recordedAt]);
});

it('hears two versions of a type side by side, each by its own contract', async () => {
  const service = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened, openedTwo], async ({ fact }) =>
        self.note(fact.v === 2 ? `lid ${fact.data.lid}` : `box ${fact.data.boxId}`),
      ),
  });
  await service.tell('b1', 1);
  const two = { ...newFact('b1', 2), data: { boxId: 'b1', lid: 7 } };
  await service.transaction(() => service.facts.record(openedTwo, two));
  await until(async () => (await service.effects()).length === 2);
  expect(await service.effects()).toEqual(['box b1', 'lid 7']);
});

it('keeps nothing of an effect that fails, and tries it again', async () => {
  let tries = 0;
  const service = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened], async () => {
        tries += 1;
        await self.note(`try ${tries}`);
        if (tries < 3) throw new Error('not yet');
      }),
  });
  await service.tell('b1', 1);
  await until(async () => (await service.effects()).length > 0);
  expect(await service.effects()).toEqual(['try 3']);
});

it('shares the work between copies: each fact has one effect, in order, however long each takes', async () => {
  const teller = await start();
  for (let version = 1; version <= 30; version += 1) await teller.tell('b1', version);
  await until(() => archive.entries.length === 30);
  const copy: Parameters<typeof startTestService>[2] = {
    before: (facts, self) =>
      facts.consume('boxes', [opened], {
        prepare: ({ index }) => sleep(index % 3 === 0 ? 40 : 0),
        apply: ({ index }) => self.note(`${index}`),
      }),
  };
  await Promise.all([start(copy), start(copy), start(copy)]);
  const inbox = teller.connection.models['inbox']!;
  await until(async () => (await inbox.countDocuments()) === 30);
  const byTime = await inbox.find().sort({ at: 1, index: 1 }).lean<{ index: number }[]>();
  expect(byTime.map(({ index }) => index)).toEqual(Array.from({ length: 30 }, (_, at) => at));
  expect(new Set(await teller.effects()).size).toBe(30);
});

it('asks others outside of the transaction and writes inside', async () => {
  const where: string[] = [];
  const service = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened], {
        prepare: async ({ fact }) => {
          const told = self.facts.record(opened, newFact('other', 1));
          where.push(
            await told.then(
              () => 'inside',
              ({ code }) => code,
            ),
          );
          return `asked for ${fact.data.boxId}`;
        },
        apply: async (_, asked) => {
          await self.note(asked);
          await self.facts.record(opened, newFact('other', 1));
        },
      }),
  });
  await service.tell('b1', 1);
  await until(() => archive.order().includes('other/1'));
  expect(where[0]).toBe('OUTSIDE_TRANSACTION');
  expect((await service.effects())[0]).toBe('asked for b1');
});

it('puts a fact to the dead letters after its tries; its aggregate waits, others go on', async () => {
  const service = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened], async ({ fact: { aggregate, version } }) => {
        if (aggregate.id === 'b1' && version === 1) throw new Error('cannot be done');
        await self.note(`${aggregate.id}/${version}`);
      }),
  });
  const poison = await service.tell('b1', 1);
  const behind = await service.tell('b1', 2);
  await service.tell('b2', 1);
  await until(async () => (await service.effects()).length === 1);
  expect(await service.effects()).toEqual(['b2/1']);
  const letters = await service.facts.deadLetters.list();
  const byFact = new Map(letters.map((letter) => [letter.factId, letter]));
  expect(byFact.get(poison)).toMatchObject({
    consumer: 'documents-boxes',
    state: 'dead',
    reason: { code: 'DEFECT', message: 'cannot be done' },
    tries: 3,
    index: 0,
  });
  expect(byFact.get(behind)).toMatchObject({ state: 'waiting', reason: { code: 'WAITS' }, tries: 0 });
  expect(service.log.filter(({ alarm }) => alarm === 'FACT_DEAD')).toHaveLength(1);
});

it('puts a refused fact to the dead letters at once', async () => {
  let tries = 0;
  const service = await start({
    before: (facts) =>
      facts.consume('boxes', [opened], async () => {
        tries += 1;
        throw new Refusal('NOT_FOUND', 'no such shelf');
      }),
  });
  await service.tell('b1', 1);
  const [letter] = await until(async () => {
    const found = await service.facts.deadLetters.list();
    return found.length > 0 && found;
  });
  expect(letter).toMatchObject({ reason: { code: 'NOT_FOUND', message: 'no such shelf' }, tries: 1 });
  expect(tries).toBe(1);
});

it('waits longer for a neighbour that does not answer than for a defect', async () => {
  let tries = 0;
  const service = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened], {
        prepare: async () => {
          tries += 1;
          if (tries < 8) throw new Refusal('SERVICE_UNAVAILABLE', 'identity does not answer');
        },
        apply: async () => self.note('done'),
      }),
  });
  await service.tell('b1', 1);
  await until(async () => (await service.effects()).length === 1);
  expect(tries).toBe(8);
  expect(await service.facts.deadLetters.list()).toEqual([]);
});

it('leaves a fact of an unknown version to a newer copy that runs beside', async () => {
  const old = await start({
    patience: { ...quick, tries: 8 },
    before: (facts, self) => facts.consume('boxes', [opened], async () => self.note('old')),
  });
  await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened, openedTwo, closed], async ({ fact }) =>
        self.note(`${fact.type} ${fact.v}`),
      ),
  });
  const two = { ...newFact('b1', 1), data: { boxId: 'b1', lid: 7 } };
  await old.transaction(() => old.facts.record(openedTwo, two));
  await old.transaction(() => old.facts.record(closed, { ...newFact('b1', 2), data: { boxId: 'b1' } }));
  await until(async () => (await old.effects()).length === 2);
  expect((await old.effects()).sort()).toEqual(['box.closed 1', 'box.opened 2']);
  expect(await old.facts.deadLetters.list()).toEqual([]);
});

it('keeps a fact of an unknown version until a consumer that knows it replays it', async () => {
  const old = await start({
    before: (facts, self) => facts.consume('boxes', [opened], async () => self.note('old')),
  });
  const two = { ...newFact('b1', 1), data: { boxId: 'b1', lid: 7 } };
  await old.transaction(() => old.facts.record(openedTwo, two));
  const [letter] = await until(async () => {
    const found = await old.facts.deadLetters.list();
    return found.length > 0 && found;
  });
  expect(letter!.reason.code).toBe('VERSION_UNKNOWN');
  await old.facts.stop();
  const renewed = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened, openedTwo], async ({ fact }) => self.note(`v${fact.v}`)),
  });
  await renewed.facts.deadLetters.replay(letter!.id, 'operator:o-1');
  expect(await renewed.effects()).toEqual(['v2']);
});

it('replays a dead letter, then what waits behind it, once; each replay is a fact', async () => {
  let cured = false;
  const service = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened], async ({ fact: { version } }) => {
        if (!cured) throw new Refusal('NOT_FOUND', 'no such shelf');
        await self.note(`b1/${version}`);
      }),
  });
  const ids = [await service.tell('b1', 1), await service.tell('b1', 2), await service.tell('b1', 3)];
  const letters = ids.map((factId) => `documents-boxes:${factId}`);
  await until(async () => (await service.facts.deadLetters.list()).length === 3);
  const { deadLetters } = service.facts;
  expect((await deadLetters.show(letters[0]!)).fact).toMatchObject({ id: ids[0], version: 1 });
  await expect(deadLetters.replay(letters[0]!, 'operator:o-1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await deadLetters.show(letters[0]!)).tries).toBe(2);
  await expect(deadLetters.replay(letters[1]!, 'operator:o-1')).rejects.toMatchObject({
    code: 'STEP_FORBIDDEN',
  });
  cured = true;
  expect(await deadLetters.replay(letters[0]!, 'operator:o-1')).toEqual({ replayed: letters });
  expect(await deadLetters.replay(letters[0]!, 'operator:o-1')).toEqual({ replayed: [] });
  expect(await service.effects()).toEqual(['b1/1', 'b1/2', 'b1/3']);
  await until(() => archive.entries.length === 6);
  const replays = archive.entries
    .map(({ bytes }) => factIn(bytes))
    .filter(({ type }) => type === kitFacts.replayed.type);
  expect(replays.map(({ data }) => data['factId'])).toEqual(expect.arrayContaining(ids));
  await service.tell('b1', 4);
  await until(async () => (await service.effects()).length === 4);
});

it('lets two replays of one letter at once have one effect', async () => {
  let cured = false;
  const service = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened], async () => {
        if (!cured) throw new Refusal('NOT_FOUND', 'no such shelf');
        await self.note('once');
      }),
  });
  const id = `documents-boxes:${await service.tell('b1', 1)}`;
  await until(async () => (await service.facts.deadLetters.list()).length === 1);
  cured = true;
  const replay = () => service.facts.deadLetters.replay(id, 'operator:o-1');
  await Promise.all([replay(), replay(), replay()]);
  expect(await service.effects()).toEqual(['once']);
  await until(async () => (await service.facts.counts()).open === 0);
  expect(archive.entries).toHaveLength(2);
});

it('finishes the fact in hand when it is stopped, and takes no more', async () => {
  const reached = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const service = await start({
    before: (facts, self) =>
      facts.consume('boxes', [opened], async ({ index }) => {
        reached.resolve();
        await go.promise;
        await self.note(`${index}`);
      }),
  });
  await service.tell('b1', 1);
  await service.tell('b1', 2);
  await reached.promise;
  const stopped = service.facts.stop();
  go.resolve();
  await stopped;
  expect(await service.effects()).toEqual(['0']);
});

it('hands a fact that keeps failing to another copy when it is stopped', async () => {
  let tries = 0;
  const patience = { tries: 50, pause: () => 200 };
  const failing = await start({
    patience,
    before: (facts) =>
      facts.consume('boxes', [opened], async () => {
        tries += 1;
        throw new Error('not here');
      }),
  });
  await failing.tell('b1', 1);
  await until(() => tries > 1);
  await failing.facts.stop();
  const stoppedAt = Date.now();
  const other = await start({
    before: (facts, self) => facts.consume('boxes', [opened], async () => self.note('here')),
  });
  await until(async () => (await other.effects()).length === 1);
  expect(Date.now() - stoppedAt).toBeLessThan(10_000);
});

it('refuses a second consumer of one name, and any consumer without a bus', async () => {
  const service = await start();
  const nothing = async () => {};
  service.facts.consume('boxes', [opened], nothing);
  expect(() => service.facts.consume('boxes', [opened], nothing)).toThrow(
    /there is a consumer documents-boxes/,
  );
  const deaf = await start({ nats: null });
  expect(() => deaf.facts.consume('boxes', [opened], nothing)).toThrow(/needs a NATS connection/);
});
