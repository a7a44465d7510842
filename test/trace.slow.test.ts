import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DocumentView } from '@edo/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { carryOne, signInSender } from './load.ts';
import { type KillablePlatform, startKillablePlatform } from './platform.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly service: string;
}

const spans: Span[] = [];
let collector: Server;
let platform: KillablePlatform;
let document: DocumentView;

beforeAll(async () => {
  collector = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      spans.push(...spansOf(JSON.parse(Buffer.concat(parts).toString('utf8'))));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  platform = await startKillablePlatform({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_BSP_SCHEDULE_DELAY: '200',
  });
  document = await carryOne(await signInSender(platform), 'Traced');
}, 180_000);
afterAll(async () => {
  await platform?.stop();
  collector.close();
}, 60_000);

/** Spans of an OTLP/HTTP JSON export request. */
function spansOf(exported: {
  resourceSpans?: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: Omit<Span, 'service'>[] }[];
  }[];
}): Span[] {
  return (exported.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    return scopeSpans.flatMap(({ spans: own }) => own.map((span) => ({ ...span, service })));
  });
}

const has = (trace: readonly Span[], service: string, name: string) =>
  trace.some((span) => span.service === service && span.name === name);

it('one POST …/send is one trace, from the gateway to the last consumer of its facts', async () => {
  const sent = () =>
    spans.find(
      ({ service, name }) => service === 'gateway' && name === 'POST /v1/documents/:documentId/send',
    );
  const trace = () => spans.filter(({ traceId }) => traceId === sent()?.traceId);
  for (
    const end = Date.now() + 30_000;
    !has(trace(), 'notifications', 'hear document.received') && Date.now() < end;
  )
    await new Promise((resolve) => setTimeout(resolve, 200));
  const whole = trace();
  const expected: [string, string][] = [
    ['gateway', 'call documents.send'],
    ['documents', 'action documents.send'],
    ['documents', 'fact document.sent'],
    ['signature', 'action signature.validate'],
    ['identity', 'action identity.decide'],
    ['documents', 'fact document.registered'],
    ['documents', 'hear document.registered'],
    ['notifications', 'hear document.registered'],
    ['signature', 'action signature.signAsOperator'],
    ['documents', 'fact document.received'],
    ['notifications', 'hear document.received'],
  ];
  expect(expected.filter(([service, name]) => !has(whole, service, name))).toEqual([]);
  const known = new Set(whole.map(({ spanId }) => spanId));
  expect(
    whole
      .filter(({ parentSpanId }) => parentSpanId && !known.has(parentSpanId))
      .map(({ service, name }) => `${service}: ${name}`),
  ).toEqual([]);
  expect(whole.filter(({ parentSpanId }) => !parentSpanId)).toHaveLength(1);
  expect(document.status).toBe('received');
}, 60_000);
