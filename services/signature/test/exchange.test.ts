import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog } from '@edo/kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { coalesced } from '../src/authorities/coalesce.ts';
import { AuthorityUnavailable, exchangeWith } from '../src/authorities/exchange.ts';
import { PAUSE_MILLIS } from '../src/domain/breaker.ts';

/** An authority that answers what it is told, one answer after another, the last one again and again. */
let answers: ((response: ServerResponse) => void)[] = [];
let requests = 0;
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((_, response) => {
    const answer = answers[Math.min(requests, answers.length - 1)]!;
    requests += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  requests = 0;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

let now = 0;
const clock = { millis: () => now, now: () => new Date(now).toISOString() };
const patience = { timeoutMillis: 150, budgetMillis: 2000, attempts: 3 };
const exchange = (change: Partial<typeof patience> = {}) =>
  exchangeWith(
    { name: 'OCSP', url, method: 'POST', requestType: 'a/b', responseType: 'c/d', limit: 100 },
    { ...patience, ...change },
    clock,
    createLog('signature', 'silent'),
  );
const ok = (response: ServerResponse) => void response.end('answer');
const busy = (response: ServerResponse) => void response.writeHead(503).end();
const ask = async (of = exchange()) => Buffer.from(await of(Buffer.from('question'))).toString();

describe('an exchange with an authority', () => {
  it('tries again after a failure, and takes the answer', async () => {
    answers = [busy, (response) => void response.destroy(), ok];
    expect(await ask()).toBe('answer');
    expect(requests).toBe(3);
  });

  it('gives up after its attempts', async () => {
    answers = [busy];
    await expect(ask()).rejects.toBeInstanceOf(AuthorityUnavailable);
    expect(requests).toBe(3);
  });

  it('gives up when its time is over, however many attempts are left', async () => {
    answers = [() => {}];
    const started = performance.now();
    await expect(ask(exchange({ attempts: 10, budgetMillis: 300 }))).rejects.toBeInstanceOf(
      AuthorityUnavailable,
    );
    expect(performance.now() - started).toBeLessThan(1500);
    expect(requests).toBeLessThan(4);
  });

  it('follows no redirection: addresses come from the configuration', async () => {
    answers = [(response) => void response.writeHead(302, { location: url }).end(), ok];
    await expect(ask(exchange({ attempts: 1 }))).rejects.toBeInstanceOf(AuthorityUnavailable);
    expect(requests).toBe(1);
  });

  it('reads no more than an answer may have', async () => {
    answers = [(response) => void response.end(Buffer.alloc(101))];
    await expect(ask(exchange({ attempts: 1 }))).rejects.toBeInstanceOf(AuthorityUnavailable);
  });

  it('leaves an authority alone that fails again and again, and tries it after a pause', async () => {
    answers = [busy];
    const once = exchange({ attempts: 1 });
    for (let i = 0; i < 5; i += 1) await ask(once).catch(() => {});
    await expect(ask(once)).rejects.toThrow('left alone');
    expect(requests).toBe(5);
    now += PAUSE_MILLIS;
    answers = [ok];
    expect(await ask(once)).toBe('answer');
  });
});

describe('callers that ask the same at once', () => {
  it('share one answer, or one failure, and later ask anew', async () => {
    const shared = coalesced<number>();
    let asked = 0;
    const question = () => shared('one', async () => (asked += 1));
    expect(await Promise.all([question(), question(), question()])).toEqual([1, 1, 1]);
    expect(await question()).toBe(2);
    const failing = () => shared('two', () => Promise.reject(new Error('no')));
    const settled = await Promise.allSettled([failing(), failing()]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
