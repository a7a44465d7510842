import {
  type Actor,
  type documents as Documents,
  documents,
  identity,
  Refusal,
  serviceNames,
  signature,
} from '@edo/contracts';
import { startTestServers, type TestServers } from '@edo/servers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@nats-io/transport-node';
import type { ServiceBroker } from 'moleculer';
import type { Assertions } from '../src/assertion.ts';
import { createBroker } from '../src/broker.ts';
import { type Ask, askThrough } from '../src/call.ts';
import { BaseConfig, readConfig } from '../src/config.ts';
import { natsPermissions } from '../src/nats-permissions.ts';
import { type Handlers, serve } from '../src/serve.ts';
import { makeServiceKeys } from './keys.fixture.ts';

type Name = (typeof serviceNames)[number];
const USER: Actor = {
  kind: 'user',
  userId: '019ad000-0000-7000-8000-000000000001',
  clientId: '019ad000-0000-7000-8000-000000000002',
  sessionId: '019ad000-0000-7000-8000-000000000003',
  locale: 'ru',
};
const NOBODY = { allowed: false, reason: 'CERTIFICATE_NOT_REGISTERED', userId: null, authorityId: null };
const QUESTION = {
  clientId: USER.clientId,
  fingerprint: 'f'.repeat(64),
  act: 'sign',
  documentKind: 'contract',
  at: '2026-11-23T09:00:00.000Z',
} as const;

let servers: TestServers;
let assertionsOf: (service: Name) => Promise<Assertions>;
const brokers: ServiceBroker[] = [];
const asks = new Map<Name, Ask>();
let answer: (params: unknown) => unknown = () => NOBODY;

async function join(name: Name): Promise<{ broker: ServiceBroker; assertions: Assertions; ask: Ask }> {
  const config = readConfig(BaseConfig, {
    EDO_ENVIRONMENT: 'development',
    NATS_URL: servers.natsUrl,
    NATS_USER: name,
    NATS_PASSWORD: `password of ${name}`,
    SERVICE_KEY_FILE: '-',
    SERVICE_KEYS_FILE: '-',
    HEALTH_PORT: '0',
    LOG_LEVEL: 'error',
  });
  const broker = createBroker(name, name, config);
  brokers.push(broker);
  const assertions = await assertionsOf(name);
  const ask = askThrough(name, broker, assertions);
  asks.set(name, ask);
  return { broker, assertions, ask };
}

beforeAll(async () => {
  servers = await startTestServers({
    users: serviceNames.map((user) => ({ user, password: `password of ${user}`, ...natsPermissions(user) })),
  });
  assertionsOf = await makeServiceKeys();
  const { broker, assertions, ask } = await join('identity');
  const handlers = new Proxy(
    {},
    {
      get:
        () =>
        async ({ params }: { params: unknown }) =>
          answer(params),
    },
  ) as Handlers<typeof identity>;
  broker.createService(serve(identity, handlers, { assertions, ask }));
  await join('documents');
  await join('notifications');
  await Promise.all(brokers.map((each) => each.start()));
  await Promise.all(brokers.map((each) => each.waitForServices(['identity'], 10_000, 50)));
});
afterAll(async () => {
  await Promise.all(brokers.map((broker) => broker.stop()));
  await servers.stop();
});

const ask = (name: Name): Ask => asks.get(name)!;
const refused = (code: string) => expect.objectContaining({ name: 'Refusal', code });

describe('a call over NATS', () => {
  it('is answered by the contract', async () => {
    answer = () => NOBODY;
    await expect(ask('documents')(identity.actions.decide, QUESTION)).resolves.toEqual(NOBODY);
  });

  it('with a parameter that the contract does not know never leaves the caller', async () => {
    await expect(
      ask('documents')(identity.actions.decide, { ...QUESTION, $where: '1' } as typeof QUESTION),
    ).rejects.toThrow(/Unrecognized key/);
  });

  it('whose answer breaks the contract is a defect of the one who serves, not an answer', async () => {
    answer = () => ({ allowed: 'yes' });
    await expect(ask('documents')(identity.actions.decide, QUESTION)).rejects.toThrow();
  });

  it('that is refused is refused with the same code and data at the caller', async () => {
    answer = () => {
      throw new Refusal('NOT_FOUND', 'there is no such client', { clientId: 'x' });
    };
    const asked = ask('documents')(identity.actions.contacts, { clientId: USER.clientId });
    await expect(asked).rejects.toEqual(refused('NOT_FOUND'));
    await expect(asked).rejects.toMatchObject({ data: { clientId: 'x' } });
  });

  it('to an action that is not in the topology of the caller does not even begin', async () => {
    await expect(ask('notifications')(identity.actions.decide, QUESTION)).rejects.toThrow(/topology/);
  });

  it('for a user is refused without one, and takes the actor only from identity', async () => {
    const { ask: asGateway, broker, assertions } = await join('gateway');
    await broker.start();
    await broker.waitForServices(['identity'], 10_000, 50);
    answer = () => ({ items: [], next: null });
    const look = (actor?: string) =>
      asGateway(
        identity.actions.findClient,
        { number: '123456789012' },
        actor === undefined ? {} : { actor },
      );
    await expect(look()).rejects.toEqual(refused('NOT_SIGNED_IN'));
    await expect(look((await assertions.actor(USER)).assertion)).rejects.toEqual(refused('ACTOR_INVALID'));
    answer = () => ({
      clientId: USER.clientId,
      kind: 'person',
      name: 'ТЕСТ',
      iin: null,
      bin: null,
      joinedAt: QUESTION.at,
    });
    const { assertion } = await (await assertionsOf('identity')).actor(USER);
    await expect(look(assertion)).resolves.toMatchObject({ kind: 'person' });
  });
});

describe('the NATS user of a service', () => {
  it('may not ask what the topology does not give it, whatever program runs under it', async () => {
    const nats = await connect({
      servers: servers.natsUrl,
      user: 'notifications',
      pass: 'password of notifications',
      inboxPrefix: '_INBOX.notifications',
    });
    const errors: string[] = [];
    void (async () => {
      for await (const status of nats.status())
        if (status.type === 'error') errors.push(String(status.error));
    })();
    nats.publish('MOL-edo.REQB.documents.evidence', '{}');
    nats.subscribe('MOL-edo.RES.identity-x', { callback: () => undefined });
    nats.publish('facts.document.registered', '{}');
    for (let i = 0; errors.length < 3 && i < 100; i++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await nats.close();
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.stringContaining('REQB.documents.evidence'),
        expect.stringContaining('RES.identity-x'),
        expect.stringContaining('facts.document.registered'),
      ]),
    );
  });
});

/** Never runs: each line below is an error of the compiler, or the compiler says so. */
export async function compilesOnlyIfWrongUseDoesNot(
  asking: Ask,
  serving: Parameters<typeof serve>[2],
  right: Handlers<typeof Documents>,
): Promise<void> {
  // @ts-expect-error an action that no contract has
  await asking(documents.actions.burn, {});
  // @ts-expect-error a parameter that is missing
  await asking(documents.actions.view, {});
  // @ts-expect-error a parameter of another type
  await asking(documents.actions.view, { documentId: 7 });
  // @ts-expect-error a result that the contract does not promise
  (await asking(signature.actions.stamp, { sha256: '' })).serial;
  // @ts-expect-error a handler is missing
  serve(documents, { view: right.view }, serving);
  // @ts-expect-error a handler too many
  serve(documents, { ...right, burn: async () => ({}) }, serving);
  // @ts-expect-error a handler that answers something else
  serve(documents, { ...right, bundle: async () => ({ object: 'x' }) }, serving);
}
