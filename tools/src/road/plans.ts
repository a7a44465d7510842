import { hasValidCheckDigit } from '@edo/contracts';
import type { Container, Order } from './signing-key.ts';

export type PartyName = 'seller' | 'buyer' | 'person';

/** A client of the platform as it is to be seeded, with one user and the key that it signs by. */
export interface Plan {
  readonly label: string;
  readonly client: {
    readonly kind: 'legal-entity' | 'person';
    readonly name: string;
    readonly bin?: string;
    readonly iin?: string;
  };
  readonly user: {
    readonly fullName: string;
    readonly iin: string;
    readonly position: string | null;
    readonly email: string;
    readonly phone: string;
  };
  readonly ground: 'head' | 'self';
  readonly key: Order | Container;
}
export type Plans = Readonly<Record<PartyName, Plan>>;

/** Test identities, named as such, with keys of the sandbox; their numbers carry right check digits. */
export const sandboxPlans = (): Plans => ({
  seller: sandboxCompany('seller', 'ТОО "Тестовый поставщик"', '10', '+77010000001'),
  buyer: sandboxCompany('buyer', 'ТОО "Тестовый покупатель"', '20', '+77010000002'),
  person: sandboxPerson(),
});

/** A company and its head, who signs by this key. */
export const company = (
  label: string,
  { name, bin }: { name: string; bin: string },
  { fullName, iin, phone }: { fullName: string; iin: string; phone: string },
  key: Plan['key'],
): Plan => ({
  label,
  client: { kind: 'legal-entity', name, bin },
  user: { fullName, iin, position: 'Директор', email: `${label}@example.test`, phone },
  ground: 'head',
  key,
});

/** A person who signs for itself. */
export const person = (name: string, iin: string, key: Plan['key']): Plan => ({
  label: 'person',
  client: { kind: 'person', name, iin },
  user: {
    fullName: name,
    iin,
    position: null,
    email: 'person@example.test',
    phone: '+77010000003',
  },
  ground: 'self',
  key,
});

function sandboxCompany(label: string, name: string, seed: string, phone: string): Plan {
  const iin = withCheckDigit(`8001013${seed}01`);
  const bin = withCheckDigit(`1501400${seed}11`);
  const fullName = `ТЕСТОВ ТЕСТ ${label.toUpperCase()}`;
  const subject = { commonName: fullName, surname: 'ТЕСТОВ', iin, organization: name, bin };
  const key = { profile: 'head', algorithm: 'gost2015', subject } as const;
  return company(label, { name, bin }, { fullName, iin, phone }, key);
}

function sandboxPerson(): Plan {
  const [name, iin] = ['ТЕСТОВА ТЕСТ', withCheckDigit('90020240001')];
  const subject = { commonName: name, surname: 'ТЕСТОВА', iin };
  return person(name, iin, { profile: 'person', algorithm: 'rsa', subject });
}

function withCheckDigit(eleven: string): string {
  const found = [...'0123456789'].map((digit) => eleven + digit).find(hasValidCheckDigit);
  if (!found) throw new Error(`no check digit fits ${eleven}`);
  return found;
}
