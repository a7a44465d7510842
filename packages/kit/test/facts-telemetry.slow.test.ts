import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { startTestServers, type TestServers } from '@edo/servers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { SpanKind } from '@opentelemetry/api';
import { inSpan, startTelemetry, type Telemetry } from '../src/telemetry.ts';
import { factIn, noAnswer, TestArchive } from './facts-archive.fixture.ts';
import {
  closed,
  newFact,
  opened,
  startTestService,
  type TestService,
  until,
} from './facts-service.fixture.ts';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

const spans: Span[] = [];
const archive = new TestArchive();
let collector: Server;
let telemetry: Telemetry;
let servers: TestServers;
let nats: NatsConnection;
let service: TestService;

beforeAll(async () => {
  collector = createServer(async (request, response) => {
    if (request.url === '/metrics') return telemetry.prometheus.getMetricsRequestHandler(request, response);
    spans.push(...(await spansIn(request)));
    return response.end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  telemetry = startTelemetry('documents', address());
  servers = await startTestServers();
  nats = await connect({ servers: servers.natsUrl });
  await archive.openStream(nats);
  service = await startTestService(servers.mongoUrl('telemetry'), archive, {
    nats,
    patience: { tries: 1, pause: () => 1 },
    before: (facts, self) => {
      facts.consume('openings', [opened], async ({ fact: { aggregate, version } }) => {
        if (aggregate.id === 'poison') throw new Error('cannot be done');
        await facts.record(closed, { ...newFact(aggregate.id, version + 1), data: { boxId: aggregate.id } });
      });
      facts.consume('closings', [closed], async () => self.note('closed'));
    },
  });
  await service.facts.start();
});
afterAll(async () => {
  await service?.stop();
  await nats?.close();
  await servers?.stop();
  collector?.close();
});

const address = () => `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
const metrics = async () => (await fetch(`${address()}/metrics`)).text();

async function spansIn(request: IncomingMessage): Promise<Span[]> {
  const body = (await json(request)) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
  return body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
}

it('measures what waits, how old it is, what is dead and what consumers have not settled', async () => {
  archive.before = noAnswer;
  const at = new Date(Date.now() - 60_000).toISOString();
  await service.transaction(() => service.facts.record(opened, { ...newFact('poison', 1), at }));
  const waiting = await metrics();
  expect(waiting).toMatch(/^edo_outbox_rows\{state="open".*\} 1$/m);
  expect(Number(/^edo_outbox_oldest_open_seconds\S* (\S+)/m.exec(waiting)![1])).toBeGreaterThanOrEqual(60);
  archive.before = async () => {};
  await until(async () => (await service.facts.deadLetters.list()).length === 1);
  const dead = await until(async () => {
    const text = await metrics();
    return /^edo_consumer_lag\{consumer="documents-openings".*\} 0$/m.test(text) && text;
  });
  expect(dead).toMatch(/^edo_dead_letters\{consumer="documents-openings".*\} 1$/m);
  expect(dead).toMatch(/^edo_facts_handled_total\{consumer="documents-openings",outcome="dead".*\} 1$/m);
  expect(dead).toMatch(/^edo_outbox_oldest_open_seconds\S* 0$/m);
});

it('carries one trace from the request over the journal and the bus to the last consumer', async () => {
  const before = archive.entries.length;
  await inSpan('action boxes.open', SpanKind.SERVER, () => service.tell('b1', 1));
  await until(async () => (await service.effects()).length === 1);
  await service.facts.stop();
  await telemetry.stop(); // sends what it has
  const action = spans.find(({ name }) => name === 'action boxes.open')!;
  const line = [action];
  for (const name of ['fact box.opened', 'hear box.opened', 'fact box.closed', 'hear box.closed']) {
    const next = spans.find((span) => span.name === name && span.parentSpanId === line.at(-1)!.spanId);
    expect({ name, found: next?.name, traceId: next?.traceId }).toEqual({
      name,
      found: name,
      traceId: action.traceId,
    });
    line.push(next!);
  }
  const entry = archive.entries[before]!;
  expect(entry.trace).toContain(action.traceId);
  expect(JSON.stringify(factIn(entry.bytes))).not.toContain(action.traceId);
});
