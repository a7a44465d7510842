import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Schema } from 'mongoose';
import type { ReadEntries } from '../src/facts/gap.ts';
import type { AppendPort } from '../src/facts/relay-step.ts';
import { newFact, opened, startTestService, type TestService, until } from './facts-service.fixture.ts';

/** A service as a process of its own, to be killed: keeps boxes up to a version, tells of each, hears of all; then ends. */
export const BOXES = ['b1', 'b2', 'b3'];
export const VERSIONS = 5;

const { MONGO, NATS } = process.env;
if (MONGO && NATS) await live(MONGO, NATS);

async function live(mongoUrl: string, natsUrl: string): Promise<void> {
  const nats = await connect({ servers: natsUrl });
  const service = await startTestService(mongoUrl, archiveOver(nats), {
    nats,
    before: (facts, self) =>
      facts.consume('boxes', [opened], async ({ fact: { aggregate, version } }) => {
        await self.connection.models['effect']!.create([
          { text: `${aggregate.id}/${version}`, at: Date.now() },
        ]);
      }),
  });
  const Boxes = service.connection.model('box', new Schema({ _id: String, version: Number }), 'boxes');
  await Boxes.createCollection();
  await service.facts.start();
  await Promise.all(BOXES.map((box) => keep(box, service)));
  await until(async () => (await service.effects()).length >= BOXES.length * VERSIONS, 40_000);
  await until(async () => (await service.facts.counts()).open === 0);
  await service.stop();
  await nats.close();
}

/** State and fact in one transaction, from the version that the box has. */
async function keep(box: string, { connection, transaction, facts }: TestService): Promise<void> {
  const Boxes = connection.models['box']!;
  for (let version = 0; version < VERSIONS; ) {
    version = await transaction(async () => {
      const before = (await Boxes.findById(box).lean<{ version: number }>())?.version ?? 0;
      if (before === VERSIONS) return before;
      await Boxes.updateOne({ _id: box }, { version: before + 1 }, { upsert: true });
      await facts.record(opened, newFact(box, before + 1));
      return before + 1;
    });
  }
}

/** The archive of the parent process. */
function archiveOver(nats: NatsConnection): { append: AppendPort; readEntries: ReadEntries } {
  const ask = async (subject: string, body: unknown) =>
    (await nats.request(subject, JSON.stringify(body), { timeout: 5000 })).json();
  return {
    append: (facts) => ask('test.append', facts) as ReturnType<AppendPort>,
    readEntries: (from, count) => ask('test.entries', { from, count }) as ReturnType<ReadEntries>,
  };
}
