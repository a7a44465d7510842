import { restActions } from '@edo/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operations, problem, problemIn } from './requests.fixture.ts';
import { startWorld, type World } from './world.fixture.ts';

let world: World;
let url: string;
beforeAll(async () => {
  world = await startWorld();
  url = await world.gateway({ REQUESTS_PER_ADDRESS: 100_000, SIGN_INS_PER_ADDRESS: 100_000 });
});
afterAll(() => world.stop());

const closed = operations.filter(({ isPublic }) => !isPublic);
const json = { 'content-type': 'application/json' };
const bearer = (kind: 'user' | 'operator') => ({
  authorization: `Bearer ${world.neighbours.session(kind).token}`,
});
const named = (list: typeof operations) =>
  list.map((operation) => [`${operation.method} ${operation.address}`, operation] as const);

it('every action with a route is described, and the two routes of objects', () => {
  const names = operations.map(({ name }) => name).sort();
  expect(names).toEqual(
    [...restActions.map(({ name }) => name), 'objects.download', 'objects.upload'].sort(),
  );
});

describe('without a session', () => {
  it.each(named(closed))('%s is refused', async (_, { method, address }) => {
    const response = await fetch(url + address, { method });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await problemIn(response)).toEqual(problem('NOT_SIGNED_IN', 401));
  });

  it.each(named(closed))('%s is refused to a made-up token', async (_, { method, address }) => {
    const headers = { authorization: `Bearer ${'x'.repeat(43)}` };
    expect(await problemIn(await fetch(url + address, { method, headers }))).toEqual(
      problem('NOT_SIGNED_IN', 401),
    );
  });

  it.each(['', 'Bearer', 'Bearer short', 'Basic dXNlcjpwYXNz', 'Bearer {"$ne":""}'])(
    'a header %j is no session',
    async (authorization) => {
      const response = await fetch(`${url}/v1/messages`, { headers: { authorization } });
      expect(await problemIn(response)).toEqual(problem('NOT_SIGNED_IN', 401));
    },
  );
});

describe('of another kind of session', () => {
  const others = closed.filter((operation) => operation.for !== 'signed-in');
  it.each(named(others))('%s is refused', async (_, { method, address, for: audience }) => {
    const headers = bearer(audience === 'operator' ? 'user' : 'operator');
    expect(await problemIn(await fetch(url + address, { method, headers }))).toEqual(
      problem('NOT_ALLOWED', 403),
    );
  });
});

describe('wrong parameters never reach a service, and each is named by its pointer', () => {
  const send = async (operation: (typeof operations)[number], body: string, query = '') => {
    const kind = operation.for === 'operator' ? 'operator' : 'user';
    const headers = { ...bearer(kind), ...(operation.method === 'GET' ? {} : json) };
    const init = operation.method === 'GET' ? { headers } : { method: operation.method, headers, body };
    world.neighbours.asked.length = 0;
    const answer = await problemIn(await fetch(url + operation.address + query, init));
    const reached = world.neighbours.asked.filter(({ action }) => action !== 'identity.resolveSession');
    expect(reached).toEqual([]);
    return answer;
  };
  const pointers = ({ errors = [] }: { errors?: { pointer: string }[] }) =>
    errors.map(({ pointer }) => pointer);
  const withBody = operations.filter(
    ({ method, name }) => method !== 'GET' && method !== 'DELETE' && name !== 'objects.upload',
  );
  const values: [string, unknown][] = [
    ['an operator', { $ne: '' }],
    ['an operator with a pattern', { $regex: '.*' }],
    ['an array that holds an operator', [{ $gt: '' }]],
    ['a number', 42],
  ];
  const cases = withBody.flatMap((operation) =>
    operation.bodyNames.flatMap((name) =>
      values.map(
        ([what, value]) => [`${operation.name}: ${name} is ${what}`, operation, name, value] as const,
      ),
    ),
  );

  it.each(cases)('%s', async (_, operation, name, value) => {
    const answer = await send(operation, JSON.stringify({ [name]: value }));
    expect(answer).toEqual(problem('PARAMS_INVALID', 400));
    expect(
      pointers(answer).some((pointer) => pointer === `/${name}` || pointer.startsWith(`/${name}/`)),
    ).toBe(true);
  });

  it.each(named(withBody))('%s refuses an unknown name', async (_, operation) => {
    expect(pointers(await send(operation, '{"surprise":1}'))).toContain('/surprise');
  });

  it.each(named(withBody))('%s refuses __proto__', async (_, operation) => {
    expect(pointers(await send(operation, '{"__proto__":{"isAdmin":true}}'))).toEqual(['/__proto__']);
    expect(Object.prototype).not.toHaveProperty('isAdmin');
  });

  it.each(named(withBody))('%s refuses a query', async (_, operation) => {
    expect(pointers(await send(operation, '{}', '?surprise=1'))).toEqual(['/surprise']);
  });

  it('refuses a name of the path in the body', async () => {
    const sign = operations.find(({ name }) => name === 'documents.sign')!;
    const body = JSON.stringify({ documentId: '0192f0c1-2a3b-7c4d-8e5f-000000000000' });
    expect(pointers(await send(sign, body))).toEqual(['/documentId']);
  });

  it('refuses a name deep inside', async () => {
    const create = operations.find(({ name }) => name === 'disputes.open')!;
    const body = '{"contacts":[{"constructor":{"prototype":{}}}]}';
    expect(pointers(await send(create, body))).toEqual(['/contacts/0/constructor']);
  });

  const withQuery = operations.filter(({ queryNames }) => queryNames.length > 0);
  const queries = withQuery.flatMap((operation) =>
    operation.queryNames.flatMap((name) => [
      [`${operation.name}: ${name} twice`, operation, `?${name}=1&${name}=2`, `/${name}`] as const,
      [`${operation.name}: ${name} as an operator`, operation, `?${name}[$ne]=1`, `/${name}[$ne]`] as const,
      [`${operation.name}: __proto__`, operation, '?__proto__=1', '/__proto__'] as const,
    ]),
  );
  it.each(queries)('%s', async (_, operation, query, pointer) => {
    expect(pointers(await send(operation, '', query))).toContain(pointer);
  });

  it.each(named(operations.filter(({ address }) => /0192f0c1/.test(address))))(
    '%s refuses what is no id',
    async (_, operation) => {
      const wrong = {
        ...operation,
        address: operation.address.replace(/0192f0c1[\w-]+/, '%7B%22$ne%22%3A1%7D'),
      };
      expect(await send(wrong, '{}')).toEqual(problem('PARAMS_INVALID', 400));
    },
  );
});
