import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { disputes, documents, identity, notifications, Refusal } from '@edo/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { problem, problemIn } from './requests.fixture.ts';
import { startWorld, type World } from './world.fixture.ts';

let world: World;
let url: string;
beforeAll(async () => {
  world = await startWorld();
  url = await world.gateway();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.neighbours.asked.length = 0;
  world.neighbours.answer(notifications.actions.messages, () => ({ items: [], next: null }));
});

const asked = (name: string) => world.neighbours.asked.filter(({ action }) => action === name);
const json = { 'content-type': 'application/json' };
const as = (token: string) => ({ authorization: `Bearer ${token}` });
const user = () => as(world.neighbours.session('user').token);

describe('what cannot be read', () => {
  const post = (body: string | Uint8Array<ArrayBuffer> | null, headers: Record<string, string> = json) =>
    fetch(`${url}/v1/sessions`, { method: 'POST', body, headers });
  it.each([
    ['malformed JSON', () => post('{"login":'), 'PARAMS_INVALID', 400],
    ['JSON that is no object', () => post('[]'), 'PARAMS_INVALID', 400],
    ['bytes that are not UTF-8', () => post(new Uint8Array([0x22, 0xff, 0x22])), 'PARAMS_INVALID', 400],
    ['JSON nested deep', () => post('['.repeat(100_000) + ']'.repeat(100_000)), 'PARAMS_INVALID', 400],
    [
      'a form',
      () => post('login=x', { 'content-type': 'application/x-www-form-urlencoded' }),
      'FORMAT_NOT_ACCEPTED',
      415,
    ],
    ['XML', () => post('<login/>', { 'content-type': 'application/xml' }), 'FORMAT_NOT_ACCEPTED', 415],
    [
      'a body too large',
      () => post(JSON.stringify({ login: 'x'.repeat(300_000) })),
      'REQUEST_TOO_LARGE',
      413,
    ],
    ['no body', () => post(null, {}), 'PARAMS_INVALID', 400],
    ['an unknown address', () => fetch(`${url}/v1/nothing`), 'ROUTE_NOT_FOUND', 404],
    ['an unknown problem', () => fetch(`${url}/problems/constructor`), 'ROUTE_NOT_FOUND', 404],
    ['an address with a broken escape', () => fetch(`${url}/v1/documents/%zz`), 'PARAMS_INVALID', 400],
    [
      'a method the address does not have',
      () => fetch(`${url}/v1/sessions`, { method: 'DELETE' }),
      'METHOD_NOT_ALLOWED',
      405,
    ],
  ] as const)('%s is a problem', async (_, send, code, status) => {
    expect(await problemIn(await send())).toEqual(problem(code, status));
  });

  it('says which methods an address has', async () => {
    const response = await fetch(`${url}/v1/sessions`, { method: 'PUT' });
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('what is no HTTP at all is a problem, too', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').setNoDelay();
    socket.write('NONSENSE\r\n\r\n');
    expect(await text(socket)).toMatch(
      /^HTTP\/1.1 400 [\s\S]*application\/problem\+json[\s\S]*PARAMS_INVALID/,
    );
  });
});

describe('what a service refuses', () => {
  const messages = (headers: Record<string, string> = {}) =>
    fetch(`${url}/v1/messages`, { headers: { ...user(), ...headers } });
  const refuse = (refusal: Error) =>
    world.neighbours.answer(notifications.actions.messages, () => {
      throw refusal;
    });

  it.each([
    ['kk', 'Табылмады'],
    ['ru', 'Не найдено'],
    ['en-GB, ru;q=0.5', 'Not found'],
    ['de, kk;q=0.3, en;q=0.2', 'Табылмады'],
    ['de', 'Не найдено'],
    ['en;q=0', 'Не найдено'],
  ])('[1.17] is titled in the language wanted: %s', async (language, title) => {
    refuse(new Refusal('NOT_FOUND', 'no such thing', { id: 'x' }));
    const answer = await problemIn(await messages({ 'accept-language': language }));
    expect(answer).toMatchObject({ title, detail: 'no such thing', data: { id: 'x' } });
  });

  it.each([
    [new Refusal('JOURNAL_BEHIND', 'behind'), 503, '5'],
    [new Refusal('COMMAND_RUNNING', 'running'), 409, '1'],
    [new Refusal('TOO_MANY_REQUESTS', 'slowly', { retryAfterSeconds: 77 }), 429, '77'],
  ])('says when to come again: %s', async (refusal, status, seconds) => {
    refuse(refusal);
    const response = await messages();
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, seconds]);
  });

  it('a defect tells nothing but where the log tells more', async () => {
    refuse(new TypeError('secret detail of the code'));
    const answer = await problemIn(await messages());
    expect(answer).toEqual(problem('INTERNAL_ERROR', 500));
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  it('a service that nobody runs is not available for now', async () => {
    const { disputes: gone } = { disputes: world.neighbourBroker.getLocalService('disputes') };
    await world.neighbourBroker.destroyService(gone);
    let answer = { status: 404 };
    for (let tries = 0; answer.status === 404 && tries < 100; tries++) {
      const response = await fetch(`${url}/v1/disputes`, { headers: user() });
      answer = await problemIn(response);
      if (answer.status === 503) expect(response.headers.get('retry-after')).toBe('5');
    }
    expect(answer).toEqual(problem('SERVICE_UNAVAILABLE', 503));
    expect(disputes.name).toBe('disputes');
  });
});

describe('a session', () => {
  it('is asked about once while its assertion lives, even by many requests at once', async () => {
    const headers = user();
    await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/v1/messages`, { headers })));
    expect(asked('notifications.messages')).toHaveLength(20);
    expect(asked('identity.resolveSession')).toHaveLength(1);
  });

  it('carries its actor to the service', async () => {
    const { token, actor } = world.neighbours.session('user');
    await fetch(`${url}/v1/messages`, { headers: as(token) });
    expect(asked('notifications.messages')[0]!.actor).toEqual(actor);
  });

  it('is forgotten at once when it is ended', async () => {
    const { token } = world.neighbours.session('user');
    world.neighbours.answer(identity.actions.endSession, () => {
      world.neighbours.end(token);
      return {};
    });
    expect((await fetch(`${url}/v1/messages`, { headers: as(token) })).status).toBe(200);
    const ended = await fetch(`${url}/v1/sessions/current`, { method: 'DELETE', headers: as(token) });
    expect([ended.status, await ended.text()]).toEqual([204, '']);
    expect((await fetch(`${url}/v1/messages`, { headers: as(token) })).status).toBe(401);
  });
});

describe('Idempotency-Key', () => {
  const send = (key: string) =>
    fetch(`${url}/v1/documents/0192f0c1-2a3b-7c4d-8e5f-60718293a4b5/send`, {
      method: 'POST',
      headers: { ...user(), 'idempotency-key': key },
    });
  it.each(['', '"', 'has space', 'x'.repeat(129), '"unclosed'])('%j is refused', async (key) => {
    expect(await problemIn(await send(key))).toEqual(problem('PARAMS_INVALID', 400));
    expect(asked(documents.actions.send.name)).toEqual([]);
  });
  it.each(['8e03978e-40d5-43dd-bc93-6894a57f9324', '"8e03978e-40d5-43dd-bc93-6894a57f9324"'])(
    '%s is taken',
    async (key) => {
      expect((await problemIn(await send(key))).status).toBe(404); // the service was asked
    },
  );
});

describe('limits', () => {
  it('an address has so many requests a minute, whatever tokens it makes up', async () => {
    const own = await world.gateway({ REQUESTS_PER_ADDRESS: 3 });
    const ask = (i: number) => fetch(`${own}/v1/messages`, { headers: as(`made-up-token-number-${i}`) });
    for (let i = 0; i < 3; i++) expect((await ask(i)).status).toBe(401);
    const response = await ask(4);
    expect(await problemIn(response)).toEqual(problem('TOO_MANY_REQUESTS', 429));
    expect(response.headers.get('ratelimit-policy')).toBe('"address";q=3;w=60');
    expect(response.headers.get('ratelimit')).toMatch(/^"address";r=0;t=\d+$/);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('a session has its own, and others go on', async () => {
    const own = await world.gateway({ REQUESTS_PER_SESSION: 2 });
    const headers = user();
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await fetch(`${own}/v1/messages`, { headers })).status);
    expect(statuses).toEqual([200, 200, 429]);
    const other = await fetch(`${own}/v1/messages`, { headers: user() });
    expect(other.status).toBe(200);
    expect(other.headers.get('ratelimit')).toMatch(/^"address";r=\d+;t=\d+, "session";r=1;t=\d+$/);
  });

  it('steps of signing in have a narrower one', async () => {
    const own = await world.gateway({ SIGN_INS_PER_ADDRESS: 2 });
    const attempt = () => fetch(`${own}/v1/sessions`, { method: 'POST', headers: json, body: '{}' });
    expect([(await attempt()).status, (await attempt()).status, (await attempt()).status]).toEqual([
      400, 400, 429,
    ]);
  });

  it('believes X-Forwarded-For only from proxies that are named', async () => {
    const [deaf, behind] = [
      await world.gateway({ REQUESTS_PER_ADDRESS: 1 }),
      await world.gateway({ REQUESTS_PER_ADDRESS: 1, TRUSTED_PROXIES: '127.0.0.1' }),
    ];
    const from = async (at: string, address: string) =>
      (await fetch(`${at}/v1/messages`, { headers: { 'x-forwarded-for': address } })).status;
    expect([await from(deaf, '192.0.2.1'), await from(deaf, '192.0.2.2')]).toEqual([401, 429]);
    expect([
      await from(behind, '192.0.2.1'),
      await from(behind, '192.0.2.2'),
      await from(behind, '192.0.2.1'),
    ]).toEqual([401, 401, 429]);
  });
});

describe('headers', () => {
  it('forbid frames, sniffing and everything that a page could load', async () => {
    const { headers } = await fetch(`${url}/v1/messages`, { headers: user() });
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('allow no other origin', async () => {
    const origin = { origin: 'https://elsewhere.example' };
    const response = await fetch(`${url}/v1/messages`, { headers: { ...origin, ...user() } });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect((await fetch(`${url}/v1/messages`, { method: 'OPTIONS', headers: origin })).status).toBe(405);
  });
});

describe('the pages', () => {
  it.each(['/docs', '/problems/CODE_WRONG'])(
    '%s loads nothing from elsewhere and runs no script',
    async (path) => {
      const response = await fetch(url + path);
      const html = await response.text();
      expect(response.headers.get('content-security-policy')).toContain("style-src 'self'");
      expect(html).not.toMatch(/<script|https?:\/\//);
      for (const [, link] of html.matchAll(/(?:href|src)="([^#"][^"]*)"/g))
        expect((await fetch(url + link!)).status).toBe(200);
    },
  );
  it('a problem is explained in three languages', async () => {
    const html = await (await fetch(`${url}/problems/CODE_WRONG`)).text();
    for (const title of ['Растау коды қате', 'Неверный код подтверждения', 'Wrong verification code'])
      expect(html).toContain(title);
  });
});
