import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { notifications, type Params } from '@edo/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startGateway, startIdentity } from './processes.fixture.ts';
import { problem, problemIn } from './requests.fixture.ts';
import { startWorld, type World } from './world.fixture.ts';

type SentCode = Params<typeof notifications.actions.sendCode>;

let world: World;
let identity: Awaited<ReturnType<typeof startIdentity>>;
let gateway: Awaited<ReturnType<typeof startGateway>>;
const codes: SentCode[] = [];
beforeAll(async () => {
  world = await startWorld([notifications]);
  world.neighbours.answer(notifications.actions.sendCode, ({ params }) => {
    codes.push(params as SentCode);
    return { messageId: randomUUIDv7(), status: 'sent' };
  });
  identity = await startIdentity(world, world.mongoUrl('identity'));
  gateway = await startGateway(world, world.objectPort.url);
});
afterAll(async () => {
  expect(await gateway.process.stop()).toEqual({ code: 0, signal: null });
  expect(await identity.process.stop()).toEqual({ code: 0, signal: null });
  await world.stop();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

async function signIn(): Promise<{ authorization: string }> {
  const { email, password } = identity.operator;
  const started = await post('/v1/sessions', { login: email, password, channel: 'email' });
  const { challengeId } = (await started.json()) as { challengeId: string };
  const { code } = codes.find((sent) => sent.challengeId === challengeId)!;
  const completed = await post(`/v1/sessions/${challengeId}/code`, { code });
  expect([started.status, completed.status]).toEqual([201, 201]);
  const { token } = (await completed.json()) as { token: string };
  return { authorization: `Bearer ${token}` };
}

const client = (bin: string) => ({
  client: { kind: 'legal-entity', name: 'Test company', bin },
  acceptance: { agreementVersion: '1', locale: 'ru', acceptedAt: '2026-01-01T00:00:00Z', evidence: 'paper' },
});

it('[2.19] [2.20] the operator signs in over HTTP by password and code, and out again', async () => {
  const session = await signIn();
  const signOut = () => fetch(`${gateway.url}/v1/sessions/current`, { method: 'DELETE', headers: session });
  expect((await signOut()).status).toBe(204);
  expect(await problemIn(await signOut())).toEqual(problem('NOT_SIGNED_IN', 401));
});

it('a wrong password is a problem that tells nothing of the login', async () => {
  const wrong = async (login: string) => {
    const answer = await problemIn(await post('/v1/sessions', { login, password: 'wrong horse 1' }));
    return { ...answer, instance: '' };
  };
  const known = await wrong(identity.operator.email);
  expect(known).toMatchObject({ type: '/problems/LOGIN_FAILED', status: 401 });
  expect(await wrong('nobody@nowhere.test')).toEqual(known);
});

it('a command repeated under its Idempotency-Key has one effect; with another body it is refused', async () => {
  const headers = { ...(await signIn()), 'idempotency-key': `"${randomUUID()}"` };
  const add = (bin: string) => post('/v1/operator/clients', client(bin), headers);
  const [first, second] = await Promise.all([add('990240000010'), add('990240000010')]);
  expect([first!.status, second!.status]).toEqual([201, 201]);
  const added = await first!.json();
  expect([await second!.json(), await (await add('990240000010')).json()]).toEqual([added, added]);
  expect(await problemIn(await add('980140000025'))).toEqual(problem('COMMAND_REUSED', 422));
  const another = await post('/v1/operator/clients', client('990240000010'), await signIn());
  expect(await problemIn(another)).toEqual(problem('ALREADY_EXISTS', 409));
});

it('[5.1.3.4] a wrong check digit is named by its pointer', async () => {
  const answer = await problemIn(await post('/v1/operator/clients', client('990240000011'), await signIn()));
  expect(answer).toMatchObject({ status: 422, errors: [{ pointer: '/client/bin' }] });
});
