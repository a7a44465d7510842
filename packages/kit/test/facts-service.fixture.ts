import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fact } from '@edo/contracts';
import type { NatsConnection } from '@nats-io/transport-node';
import { type Connection, Schema } from 'mongoose';
import { pino } from 'pino';
import { z } from 'zod';
import { clockWithOffset } from '../src/clock.ts';
import { createFacts, type Facts, type FactsOptions } from '../src/facts/facts.ts';
import { connectMongo, prepareModels, type Transaction, transactionOn } from '../src/mongo.ts';
import type { TestArchive } from './facts-archive.fixture.ts';

export const opened = fact(
  'box',
  'opened',
  1,
  z.strictObject({ boxId: z.string(), note: z.string().optional() }),
);
export const openedTwo = fact('box', 'opened', 2, z.strictObject({ boxId: z.string(), lid: z.int() }));
export const closed = fact('box', 'closed', 1, z.strictObject({ boxId: z.string() }));

/** A service that keeps boxes, with its spine. */
export interface TestService {
  readonly connection: Connection;
  readonly facts: Facts;
  readonly transaction: Transaction;
  readonly log: { level: number; msg: string; alarm?: string }[];
  /** Commits one fact of a box and the box; gives the id of the fact. */
  tell(box: string, version: number): Promise<string>;
  /** Notes of the boxes as effects left them, in order. */
  effects(): Promise<string[]>;
  /** Keeps an effect, as a handler does. */
  note(text: string): Promise<void>;
  stop(): Promise<void>;
}

const kept = new Schema({ text: { type: String, required: true }, at: { type: Number, required: true } });

export async function startTestService(
  mongoUrl: string,
  archive: Pick<TestArchive, 'append' | 'readEntries'>,
  options: Partial<FactsOptions> & {
    nats?: NatsConnection | null;
    before?: (facts: Facts, service: TestService) => void;
  } = {},
): Promise<TestService> {
  const connection = await connectMongo(mongoUrl);
  const Effects = connection.model('effect', kept, 'effects');
  const lines: TestService['log'] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const { before, ...more } = options;
  const facts = createFacts({
    connection,
    source: 'documents',
    append: archive.append,
    readEntries: archive.readEntries,
    nats: null,
    log,
    clock: clockWithOffset(0),
    ...more,
  });
  await prepareModels(connection);
  const transaction = transactionOn(connection);
  let effects = await Effects.countDocuments();
  const service: TestService = {
    connection,
    facts,
    transaction,
    log: lines,
    async tell(box, version) {
      const { factId } = await transaction(() => facts.record(opened, newFact(box, version)));
      return factId;
    },
    effects: async () => (await Effects.find().sort({ at: 1 }).lean()).map(({ text }) => text),
    async note(text) {
      effects += 1;
      await Effects.create([{ text, at: effects }]);
    },
    async stop() {
      await facts.stop();
      await connection.close();
    },
  };
  before?.(facts, service);
  return service;
}

export const newFact = (box: string, version: number) => ({
  aggregateId: box,
  version,
  by: `user:${randomUUID()}`,
  at: new Date().toISOString(),
  data: { boxId: box },
});

/** Waits until `holds` gives something truthy; fails after `millis`. */
export async function until<T>(
  holds: () => Promise<T> | T,
  millis = 15_000,
): Promise<Exclude<T, false | undefined>> {
  const deadline = Date.now() + millis;
  for (;;) {
    const value = await holds();
    if (value) return value as Exclude<T, false | undefined>;
    if (Date.now() > deadline) throw new Error(`did not hold within ${millis} ms: ${holds}`);
    await sleep(20);
  }
}
