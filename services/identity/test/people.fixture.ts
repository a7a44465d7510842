import { randomUUIDv7 } from 'node:crypto';
import { identity } from '@edo/contracts';
import type { World } from './world.fixture.ts';

export const PASSWORD = 'correct horse 7';
export const OPERATOR = { email: 'operator@edo.test', phone: '+77010000009', password: 'operator horse 9' };
const acceptance = () => ({
  agreementVersion: '1',
  locale: 'ru' as const,
  acceptedAt: '2026-01-01T00:00:00Z',
  evidence: 'paper, signed before the operator',
});

/** Twelve digits with the right check digit; belongs to nobody. */
export function number(serial: number): string {
  const first = `99024${String(serial).padStart(6, '0')}`;
  const sum = [...first].reduce((total, digit, i) => total + Number(digit) * (i + 1), 0);
  return sum % 11 < 10 ? `${first}${sum % 11}` : number(serial + 500_000);
}

/** Signs in by SMS and gives the bearer token with its assertion. */
export async function signIn(world: World, login: string, password: string) {
  const { ask, codes } = world;
  const { challengeId } = await ask(identity.actions.startLogin, { login, password, channel: 'sms' });
  const { code } = codes.find((sent) => sent.challengeId === challengeId)!;
  const { token } = await ask(identity.actions.completeLogin, { challengeId, code });
  return { token, ...(await ask(identity.actions.resolveSession, { token })) };
}

let serial = 1;
/** A company of its own with one user, added by the operator whose assertion is given. */
export async function addCompany({ ask }: World, actor: string, sharedPhone?: string) {
  const n = serial++;
  const bin = number(n);
  const iin = number(n + 100_000);
  const as = { actor, command: randomUUIDv7() };
  const client = { kind: 'legal-entity' as const, name: `Test company ${n}`, bin };
  const added = await ask(identity.actions.addClient, { client, acceptance: acceptance() }, as);
  const user = {
    clientId: added.clientId,
    fullName: `Test User ${n}`,
    iin,
    email: `user${n}@company.test`,
    phone: sharedPhone ?? `+7701${String(1_000_000 + n)}`,
    password: PASSWORD,
  };
  return { client: added, user: await ask(identity.actions.addUser, user, as), bin, iin };
}

/** What `signature` would say of a good signing certificate with these numbers. */
export const judgedCertificate = (iin: string | null, bin: string | null) => ({
  certificate: {
    fingerprint: Buffer.from(randomUUIDv7().replaceAll('-', '').repeat(2), 'hex').toString('hex'),
    serialNumber: '01',
    issuer: 'test CA',
    subject: { commonName: 'TEST USER', iin, bin, organization: null },
    purpose: 'signing' as const,
    roles: ['legal-entity', 'head'],
    keyAlgorithm: 'RSA-2048',
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
  },
  indication: 'TOTAL-PASSED' as const,
  subIndication: null,
  reason: null,
});
