import { kitFacts } from '@edo/contracts';
import { startTestServers, type TestServers } from '@edo/servers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Facts } from '../src/facts/facts.ts';
import { relayStep } from '../src/facts/relay-step.ts';
import { factIn, noAnswer, TestArchive } from './facts-archive.fixture.ts';
import { newFact, opened, startTestService, type TestService, until } from './facts-service.fixture.ts';

let servers: TestServers;
let archive: TestArchive;
let service: TestService;
let facts: Facts;
let database = 0;

beforeAll(async () => {
  servers = await startTestServers();
});
afterAll(() => servers?.stop());
beforeEach(async () => {
  archive = new TestArchive();
  database += 1;
  service = await startTestService(servers.mongoUrl(`outbox${database}`), archive);
  facts = service.facts;
});
afterEach(() => service.stop());

const row = (factId: string) =>
  service.connection.models['outbox']!.findById(factId).lean<Record<string, unknown>>();

it('refuses a fact outside of a transaction', async () => {
  await expect(facts.record(opened, newFact('b1', 1))).rejects.toMatchObject({ code: 'OUTSIDE_TRANSACTION' });
});

it('refuses data that the contract does not know', async () => {
  const extra = { ...newFact('b1', 1), data: { boxId: 'b1', owner: 'A' } };
  await expect(service.transaction(() => facts.record(opened, extra))).rejects.toMatchObject({
    code: 'DATA_INVALID',
    message: 'box.opened of b1, version 1: data unrecognized_keys',
  });
});

it('refuses a fact of more than 16 KiB', async () => {
  const large = { ...newFact('b1', 1), data: { boxId: 'b1', note: 'x'.repeat(16_384) } };
  await expect(service.transaction(() => facts.record(opened, large))).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
});

it('refuses a second fact of the same version of an aggregate', async () => {
  await service.tell('b1', 1);
  await expect(service.tell('b1', 1)).rejects.toMatchObject({ name: 'Refusal', code: 'CHANGED_MEANWHILE' });
});

it('keeps nothing of a transaction that fails', async () => {
  const failing = service.transaction(async () => {
    await facts.record(opened, newFact('b1', 1));
    throw new Error('the state could not be kept');
  });
  await expect(failing).rejects.toThrow('the state could not be kept');
  expect(await facts.counts()).toEqual({ open: 0, dead: 0 });
});

it('hands a committed fact to the journal at once and knows its index', async () => {
  await facts.start();
  const factId = await service.tell('b1', 1);
  expect(await facts.recorded(factId, 5000)).toBe(0);
  expect(await row(factId)).toMatchObject({
    state: 'closed',
    index: 0,
    recordedAt: archive.entries[0]!.recordedAt,
  });
});

it('hands over the very bytes that it kept, in canonical form', async () => {
  const factId = await service.tell('b1', 1);
  await facts.start();
  await facts.recorded(factId, 5000);
  const { bytes } = archive.entries[0]!;
  expect(Buffer.from(bytes)).toEqual(((await row(factId))!['bytes'] as { buffer: Buffer }).buffer);
  expect(factIn(bytes)).toMatchObject({
    id: factId,
    type: 'box.opened',
    v: 1,
    source: 'documents',
    version: 1,
  });
  expect(Buffer.from(bytes).toString()).toMatch(/^\{"aggregate":\{"id":"b1","type":"box"\},"at":/);
});

it('answers null while the journal has not answered', async () => {
  archive.before = noAnswer;
  await facts.start();
  expect(await facts.recorded(await service.tell('b1', 1), 300)).toBeNull();
});

it('asks again after an answer was lost, and the fact has one index', async () => {
  let lost = 0;
  archive.after = async () => {
    lost += 1;
    if (lost <= 2) await noAnswer();
  };
  await facts.start();
  const factId = await service.tell('b1', 1);
  expect(await facts.recorded(factId, 10_000)).toBe(0);
  expect(archive.ids()).toEqual([factId]);
  expect(await row(factId)).toMatchObject({ attempts: 2 });
});

it('hands over version n+1 of an aggregate only after n is registered, and one of an aggregate in a batch', async () => {
  for (const version of [1, 2, 3]) await service.tell('b1', version);
  await service.tell('b2', 1);
  await facts.start();
  await until(() => archive.entries.length === 4);
  expect(archive.order().filter((name) => name.startsWith('b1'))).toEqual(['b1/1', 'b1/2', 'b1/3']);
  expect(archive.handedOver[0]).toHaveLength(2);
});

it('stays exact while three relays work on one outbox', async () => {
  const others = await Promise.all(
    [1, 2].map(() => startTestService(servers.mongoUrl(`outbox${database}`), archive)),
  );
  await Promise.all([facts, ...others.map((other) => other.facts)].map((each) => each.start()));
  const boxes = Array.from({ length: 10 }, (_, at) => `b${at}`);
  await Promise.all(
    boxes.map(async (box) => {
      for (const version of [1, 2, 3, 4]) await service.tell(box, version);
    }),
  );
  await until(async () => (await facts.counts()).open === 0);
  expect(new Set(archive.ids()).size).toBe(40);
  for (const box of boxes)
    expect(archive.order().filter((name) => name.startsWith(`${box}/`))).toEqual(
      [1, 2, 3, 4].map((v) => `${box}/${v}`),
    );
  await Promise.all(others.map((other) => other.stop()));
});

it('keeps a batch of large facts below the size of a NATS message', async () => {
  const note = 'x'.repeat(15_000);
  for (let at = 0; at < 60; at += 1)
    await service.transaction(() =>
      facts.record(opened, { ...newFact(`b${at}`, 1), data: { boxId: `b${at}`, note } }),
    );
  await facts.start();
  await until(() => archive.entries.length === 60);
  expect(Math.max(...archive.handedOver.map((batch) => batch.length)) * 20_300).toBeLessThan(1024 * 1024);
});

it('makes a refused fact a dead letter with an alarm; only its aggregate waits, and sending goes on', async () => {
  const poison = await service.tell('b1', 1);
  archive.refuses.add(poison);
  await service.tell('b1', 2);
  const other = await service.tell('b2', 1);
  await facts.start();
  expect(await facts.recorded(other, 5000)).not.toBeNull();
  await until(async () => (await facts.counts()).dead === 1);
  expect(await facts.deadLetters.list()).toMatchObject([
    { id: `outbox:${poison}`, state: 'dead', reason: { code: 'FACT_TYPE_UNKNOWN' }, tries: 1 },
  ]);
  expect(service.log.filter(({ alarm }) => alarm === 'FACT_REFUSED')).toHaveLength(1);
  expect(await facts.recorded(poison, 5000)).toBeNull();
  expect(archive.order()).toEqual(['b2/1']);
  expect(await facts.oldestOpenAge(Date.now())).toBe(0);
});

it('replays a refused fact unchanged: it is registered, what waited behind it follows, and the replay is a fact', async () => {
  const poison = await service.tell('b1', 1);
  archive.refuses.add(poison);
  await service.tell('b1', 2);
  await facts.start();
  await until(async () => (await facts.counts()).dead === 1);
  archive.refuses.clear();
  const id = `outbox:${poison}`;
  expect(await facts.deadLetters.replay(id, 'operator:o-1')).toEqual({ replayed: [id] });
  await until(() => archive.entries.length === 3);
  const told = archive.entries.map(({ bytes }) => factIn(bytes));
  expect(told.filter(({ type }) => type === 'box.opened').map(({ version }) => version)).toEqual([1, 2]);
  expect(told.find(({ type }) => type === kitFacts.replayed.type)).toMatchObject({
    by: 'operator:o-1',
    data: { factId: poison, consumer: 'outbox', reason: 'FACT_TYPE_UNKNOWN', tries: 1 },
  });
  expect(await facts.deadLetters.replay(id, 'operator:o-1')).toEqual({ replayed: [] });
});

it('buries a fact again that is refused again after its replay', async () => {
  const poison = await service.tell('b1', 1);
  archive.refuses.add(poison);
  await facts.start();
  await until(async () => (await facts.counts()).dead === 1);
  await facts.deadLetters.replay(`outbox:${poison}`, 'operator:o-1');
  await until(async () => (await facts.deadLetters.list())[0]?.tries === 2);
  expect(await facts.counts()).toMatchObject({ dead: 1 });
});

it('does not bury what another relay has registered meanwhile', async () => {
  const factId = await service.tell('b1', 1);
  archive.refuses.add(factId);
  const late = Promise.withResolvers<void>();
  archive.after = () => late.promise;
  const connection = service.connection;
  const { outboxOn } = await import('../src/facts/outbox.ts');
  const { factModels } = await import('../src/facts/rows.ts');
  const clock = { millis: Date.now, now: () => new Date().toISOString() };
  const outbox = outboxOn(connection, factModels(connection), clock, { refused: () => {} });
  const slow = relayStep(outbox, archive.append);
  await until(() => archive.handedOver.length === 1);
  archive.refuses.clear();
  archive.after = async () => {};
  await relayStep(outbox, archive.append);
  late.resolve();
  await slow;
  expect(await row(factId)).toMatchObject({ state: 'closed', index: 0 });
});

it('says how old the oldest fact is that waits for the journal', async () => {
  archive.before = noAnswer;
  await facts.start();
  const at = new Date(Date.now() - 700_000).toISOString();
  await service.transaction(() => facts.record(opened, { ...newFact('b1', 1), at }));
  await service.tell('b2', 1);
  const age = await facts.oldestOpenAge(Date.now());
  expect(age).toBeGreaterThanOrEqual(700_000);
  expect(age).toBeLessThan(760_000);
  archive.before = async () => {};
  await until(async () => (await facts.oldestOpenAge(Date.now())) === 0);
});
