import type { Actor } from '@edo/contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { UnsecuredJWT } from 'jose';
import type { Assertions } from '../src/assertion.ts';
import { clockWithOffset } from '../src/clock.ts';
import { makeServiceKeys } from './keys.fixture.ts';

const user: Actor = {
  kind: 'user',
  userId: '019ad000-0000-7000-8000-000000000001',
  clientId: '019ad000-0000-7000-8000-000000000002',
  sessionId: '019ad000-0000-7000-8000-000000000003',
  locale: 'kk',
};
const refused = (code: string) => expect.objectContaining({ code });
let identity: Assertions;
let documents: Assertions;
let later: Assertions;

beforeAll(async () => {
  const of = await makeServiceKeys();
  identity = await of('identity');
  documents = await of('documents');
  later = await of('documents', clockWithOffset(180_000));
});

describe('the assertion of a caller', () => {
  it('tells which service calls', async () => {
    await expect(identity.verifyCaller(await documents.caller('journal'), 'journal')).resolves.toBe(
      'documents',
    );
  });

  it('is good for one audience alone: whoever was called cannot call another with it', async () => {
    await expect(identity.verifyCaller(await documents.caller('notifications'), 'journal')).rejects.toEqual(
      refused('ACTOR_INVALID'),
    );
  });

  it('ends after a minute', async () => {
    await expect(later.verifyCaller(await identity.caller('documents'), 'documents')).rejects.toEqual(
      refused('ACTOR_INVALID'),
    );
  });
});

describe('the assertion of an actor', () => {
  it('tells who acts', async () => {
    const { assertion } = await identity.actor(user);
    await expect(documents.verifyActor(assertion)).resolves.toEqual(user);
  });

  it('is taken from identity alone', async () => {
    const { assertion } = await documents.actor(user);
    await expect(identity.verifyActor(assertion)).rejects.toEqual(refused('ACTOR_INVALID'));
  });

  it('ends after two minutes', async () => {
    const { assertion } = await identity.actor(user);
    await expect(later.verifyActor(assertion)).rejects.toEqual(refused('ACTOR_INVALID'));
  });

  it.each([
    [
      'unsigned',
      () =>
        new UnsecuredJWT({ actor: user })
          .setIssuer('identity')
          .setAudience('actor')
          .setExpirationTime('1h')
          .encode(),
    ],
    ['not a token', () => 'free words'],
  ])('is refused when it is %s', async (_, forge) => {
    await expect(documents.verifyActor(forge())).rejects.toEqual(refused('ACTOR_INVALID'));
  });
});
