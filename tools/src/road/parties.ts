import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ClientView } from '@edo/contracts';
import type { Api } from './api.ts';
import type { PartyName, Plan, Plans } from './plans.ts';
import type { PostBox } from './post-box.ts';
import { obtainKey, type SigningKey } from './signing-key.ts';

/** One client of the platform with one login and one key, as the road uses it. */
export interface Party {
  readonly label: string;
  readonly clientId: string;
  readonly email: string;
  readonly phone: string;
  readonly password: string;
  readonly key: SigningKey;
}
export type Parties = Readonly<Record<PartyName, Party>>;

/** Signs in by the code of an SMS; the sink dates it, and so this does, by the machine's clock. */
export async function signIn(
  api: Api,
  postBox: PostBox,
  { email, phone, password }: { email: string; phone: string; password: string },
): Promise<Api> {
  const asked = Date.now() - 1000;
  const { challengeId } = await api.post<{ challengeId: string }>('/v1/sessions', {
    login: email,
    password,
    channel: 'sms',
  });
  const { token } = await api.post<{ token: string }>(`/v1/sessions/${challengeId}/code`, {
    code: await postBox.code(phone, asked),
  });
  return api.as(token);
}

interface Seeding {
  readonly plans: Plans;
  readonly api: Api;
  readonly operator: Api;
  readonly postBox: PostBox;
  readonly sandboxUrl: string;
  readonly now: () => string;
  /** Where the parties are remembered, so that nothing is seeded twice. */
  readonly file: string;
}

/** Seeds what is not there yet; a start that was cut short goes on with the party it stopped at. */
export async function seedParties(seeding: Seeding, say: (line: string) => void): Promise<Parties> {
  const known: Partial<Record<PartyName, Party>> = existsSync(seeding.file)
    ? JSON.parse(readFileSync(seeding.file, 'utf8'))
    : {};
  for (const [name, plan] of Object.entries(seeding.plans) as [PartyName, Plan][]) {
    if (known[name]) continue;
    known[name] = await seedParty(plan, seeding);
    writeFileSync(`${seeding.file}.new`, JSON.stringify(known, null, 2), { mode: 0o600 });
    renameSync(`${seeding.file}.new`, seeding.file);
    say(`seeded ${plan.client.name}`);
  }
  return known as Parties;
}

async function seedParty(plan: Plan, { api, operator, postBox, sandboxUrl, now }: Seeding): Promise<Party> {
  const at = now();
  const acceptance = {
    agreementVersion: '1',
    locale: 'ru',
    acceptedAt: at,
    evidence: 'added by the operator for the road',
  };
  const { clientId } = await operator.post<ClientView>('/v1/operator/clients', {
    client: plan.client,
    acceptance,
  });
  const password = `Aa1${randomBytes(12).toString('base64url')}`;
  const { userId } = await operator.post<{ userId: string }>(`/v1/operator/clients/${clientId}/users`, {
    ...plan.user,
    locale: 'ru',
    password,
  });
  const basis = {
    document: plan.ground === 'head' ? 'Приказ о назначении и решение учредителя' : 'Удостоверение личности',
    number: '1',
    date: at.slice(0, 10),
  };
  await operator.post(`/v1/operator/clients/${clientId}/authorities`, {
    userId,
    ground: plan.ground,
    basis,
    acts: ['sign', 'countersign', 'send', 'dispute'],
    validFrom: at,
  });
  const key = await obtainKey(plan.key, sandboxUrl);
  const { email, phone } = plan.user;
  const session = await signIn(api, postBox, { email, phone, password });
  await session.post('/v1/certificates', { certificate: key.certificate });
  return { label: plan.label, clientId, email, phone, password, key };
}
