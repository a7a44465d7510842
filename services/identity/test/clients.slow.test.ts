import { randomUUIDv7 } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identity } from '@edo/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addFirstOperator } from '../src/first-operator.ts';
import { addCompany, judgedCertificate, number, OPERATOR, PASSWORD, signIn } from './people.fixture.ts';
import { startWorld, type World } from './world.fixture.ts';

const { addClient, addUser, grantAuthority, registerCertificate, decide, findClient, contacts } =
  identity.actions;
const refusal = (code: string) => expect.objectContaining({ code });

let world: World;
let operator: string;
beforeAll(async () => {
  world = await startWorld();
  const file = join(world.folder, 'operator.json');
  await writeFile(file, JSON.stringify(OPERATOR), { mode: 0o600 });
  await addFirstOperator(file, world);
  ({ assertion: operator } = await signIn(world, OPERATOR.email, OPERATOR.password));
});
afterAll(() => world.stop());

/** Facts in the outbox of identity, as they will be hashed. */
async function factsOf(aggregateId: string): Promise<Record<string, unknown>[]> {
  const rows = await world.connection.collection('outbox').find({ 'aggregate.id': aggregateId }).toArray();
  return rows.map((row) => JSON.parse(row['bytes'].toString('utf8')));
}

const newClient = (bin: string) => ({
  client: { kind: 'legal-entity' as const, name: 'Test Company With A Name', bin },
  acceptance: {
    agreementVersion: '1',
    locale: 'kk' as const,
    acceptedAt: '2026-01-01T00:00:00Z',
    evidence: 'paper',
  },
});
const head = (clientId: string, userId: string) => ({
  clientId,
  userId,
  ground: 'head' as const,
  basis: { document: 'order of appointment', number: '7', date: '2026-01-05' },
  acts: ['sign' as const, 'send' as const],
  validFrom: '2026-01-05T00:00:00Z',
});

describe('clients and users', () => {
  it('[1.8] a client is added by the operator, and the fact proves its data without holding it', async () => {
    const bin = number(700_001);
    const added = await world.ask(addClient, newClient(bin), { actor: operator });
    const [fact] = await factsOf(added.clientId);
    expect(fact).toMatchObject({
      type: 'client.joined',
      source: 'identity',
      version: 1,
      data: { kind: 'legal-entity', way: 'added', dataCommitment: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(JSON.stringify(fact)).not.toMatch(new RegExp(`${bin}|Test Company|paper`));
  });

  it('[5.3.15] nothing personal stands in the database in the clear', async () => {
    const { user, client, bin, iin } = await addCompany(world, operator);
    const names = [
      'clients',
      'users',
      'outbox',
      'login_tries',
      'budgets',
      'sessions',
      'challenges',
      'commands',
    ];
    await signIn(world, user.email, PASSWORD);
    const wrong = { login: user.email, password: 'wrong horse 1' };
    await expect(world.ask(identity.actions.startLogin, wrong)).rejects.toEqual(refusal('LOGIN_FAILED'));
    const rows = await Promise.all(names.map((name) => world.connection.collection(name).find().toArray()));
    expect(rows.every((found) => found.length > 0)).toBe(true);
    const text = JSON.stringify(
      rows.flat().map((row) => ({ ...row, bytes: row['bytes']?.toString('utf8') })),
    );
    for (const secret of [bin, iin, client.name, user.fullName, user.email, user.phone.slice(1)])
      expect(text).not.toContain(secret);
  });

  it('a repeated command has one effect and one answer', async () => {
    const as = { actor: operator, command: randomUUIDv7() };
    const params = newClient(number(700_101));
    const [first, second] = await Promise.all([
      world.ask(addClient, params, as),
      world.ask(addClient, params, as),
    ]);
    expect(second).toEqual(first);
    expect(await world.ask(addClient, params, as)).toEqual(first);
    await expect(world.ask(addClient, newClient(number(700_201)), as)).rejects.toEqual(
      refusal('COMMAND_REUSED'),
    );
  });

  it('a number and an e-mail belong to one client and one user', async () => {
    const { bin, user } = await addCompany(world, operator);
    await expect(world.ask(addClient, newClient(bin), { actor: operator })).rejects.toEqual(
      refusal('ALREADY_EXISTS'),
    );
    const { clientId } = await world.ask(addClient, newClient(number(700_301)), { actor: operator });
    const again = {
      clientId,
      fullName: 'Test',
      iin: number(1),
      email: user.email.toUpperCase(),
      phone: user.phone,
      password: PASSWORD,
    };
    await expect(world.ask(addUser, again, { actor: operator })).rejects.toEqual(refusal('ALREADY_EXISTS'));
  });

  it('only the operator adds clients', async () => {
    const { user } = await addCompany(world, operator);
    const { assertion } = await signIn(world, user.email, PASSWORD);
    const params = newClient(number(700_401));
    await expect(world.ask(addClient, params, { actor: assertion })).rejects.toEqual(refusal('NOT_ALLOWED'));
    await expect(world.ask(addClient, params)).rejects.toEqual(refusal('NOT_SIGNED_IN'));
  });

  it('a user finds a client by its number, and documents learns where its users are reached', async () => {
    const { user, client, bin } = await addCompany(world, operator);
    const { assertion } = await signIn(world, user.email, PASSWORD);
    expect(await world.ask(findClient, { number: bin }, { actor: assertion })).toEqual(client);
    await expect(world.ask(findClient, { number: number(999_999) }, { actor: assertion })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
    expect(await world.askAsDocuments(contacts, { clientId: client.clientId })).toEqual({
      client,
      users: [user],
    });
  });
});

describe('who may act', () => {
  it('[4.2] [8.1] the head signs with a registered certificate, and nobody else does', async () => {
    const { user, client, bin, iin } = await addCompany(world, operator);
    const { clientId } = client;
    const { assertion } = await signIn(world, user.email, PASSWORD);
    world.told.judged = judgedCertificate(iin, bin);
    const { fingerprint } = world.told.judged.certificate;
    const question = () => ({
      clientId,
      fingerprint,
      act: 'sign' as const,
      documentKind: 'contract',
      at: world.clock.now(),
    });
    const answer = () => world.askAsDocuments(decide, question());

    expect(await answer()).toMatchObject({ allowed: false, reason: 'CERTIFICATE_NOT_REGISTERED' });
    await world.ask(registerCertificate, { certificate: 'MIIB' }, { actor: assertion });
    expect(await answer()).toMatchObject({
      allowed: false,
      reason: 'AUTHORITY_MISSING',
      userId: user.userId,
    });
    const { authorityId } = await world.ask(grantAuthority, head(clientId, user.userId), { actor: operator });
    expect(await answer()).toEqual({ allowed: true, reason: null, userId: user.userId, authorityId });

    expect(await factsOf(fingerprint)).toMatchObject([
      { type: 'certificate.registered', data: { clientId } },
    ]);
    const [granted] = await factsOf(authorityId);
    expect(granted).toMatchObject({
      type: 'authority.granted',
      data: { ground: 'head', userId: user.userId },
    });
    expect(JSON.stringify(granted)).not.toContain('order of appointment');
  });

  it('[8.1] a certificate is registered once, and not with other numbers', async () => {
    const { user, bin, iin } = await addCompany(world, operator);
    const { assertion } = await signIn(world, user.email, PASSWORD);
    const register = () => world.ask(registerCertificate, { certificate: 'MIIB' }, { actor: assertion });
    world.told.judged = judgedCertificate(number(1), bin);
    await expect(register()).rejects.toEqual(refusal('IDENTITY_MISMATCH'));
    world.told.judged = judgedCertificate(iin, bin);
    await register();
    await expect(register()).rejects.toEqual(refusal('ALREADY_EXISTS'));
  });

  it("authority is not granted to another client's user", async () => {
    const [one, other] = [await addCompany(world, operator), await addCompany(world, operator)];
    const crossed = head(one.client.clientId, other.user.userId);
    await expect(world.ask(grantAuthority, crossed, { actor: operator })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
  });
});
