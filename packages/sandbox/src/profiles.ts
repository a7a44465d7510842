import { PURPOSE } from '@edo/eds/structures';
import { CPS } from './authority-identities.ts';
import { certificatePolicy, extendedKeyUsage, keyStorage, keyUsage } from './extensions.ts';
import type { KeyKind } from './keys.ts';

/** What a holder's certificate is for. */
export type Profile =
  | 'person'
  | 'head'
  | 'right-to-sign'
  | 'employee'
  | 'information-system'
  | 'authentication';

/** НУЦ РК's profile of 2018 (until its certificates end) or of 2022. */
export type Edition = '2018' | '2022';

const PERSON = '1.2.398.3.3.4.1.1';
const LEGAL_ENTITY = '1.2.398.3.3.4.1.2';

/** Extended key usages in the order НУЦ РК writes them; authentication depends on who holds it. */
const PURPOSES: Record<Exclude<Profile, 'authentication'>, readonly string[]> = {
  person: [PURPOSE.emailProtection, PERSON],
  head: [PURPOSE.emailProtection, LEGAL_ENTITY, `${LEGAL_ENTITY}.1`],
  'right-to-sign': [PURPOSE.emailProtection, LEGAL_ENTITY, `${LEGAL_ENTITY}.2`],
  employee: [PURPOSE.emailProtection, LEGAL_ENTITY, `${LEGAL_ENTITY}.5`],
  'information-system': [LEGAL_ENTITY, `${LEGAL_ENTITY}.6`],
};

export const profiles = [...Object.keys(PURPOSES), 'authentication'] as readonly Profile[];

interface Kind {
  readonly profile: Profile;
  readonly edition: Edition;
  readonly algorithm: KeyKind;
  readonly legalEntity: boolean;
}

/** The extensions that say what a certificate is for (research: НУЦ РК's certificates of 2020 and 2026). */
export function profileExtensions({ profile, edition, algorithm, legalEntity }: Kind): Uint8Array[] {
  const authentication = profile === 'authentication';
  const purposes = authentication
    ? [PURPOSE.clientAuth, legalEntity ? LEGAL_ENTITY : PERSON]
    : PURPOSES[profile];
  const usage = keyUsage(authentication ? 0xa0 : signingUsage(edition, algorithm));
  if (edition === '2022')
    return [extendedKeyUsage(purposes), certificatePolicy('1.2.398.3.3.2', CPS), usage, keyStorage()];
  const policy = `1.2.398.3.3.2.${(legalEntity ? 1 : 3) + (authentication ? 1 : 0)}`;
  return [usage, extendedKeyUsage(purposes), certificatePolicy(policy, CPS, true)];
}

/** 2018: digitalSignature, nonRepudiation; 2022: also keyAgreement, with RSA keyEncipherment. */
const signingUsage = (edition: Edition, algorithm: KeyKind): number => {
  if (edition === '2018') return 0xc0;
  return algorithm === 'rsa' ? 0xe0 : 0xc8;
};
