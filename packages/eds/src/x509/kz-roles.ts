/** Who the holder of a certificate of НУЦ РК is. */
export type Holder =
  | 'person'
  | 'sole-proprietor'
  | 'legal-entity'
  | 'information-system'
  | 'certification-authority'
  | 'timestamp-authority'
  | 'ocsp-responder'
  | 'unknown';

/** What the holder may do, as НУЦ РК attests it. */
export type Role =
  | 'individual'
  | 'individual-information-system'
  | 'legal-entity'
  | 'head'
  | 'right-to-sign'
  | 'right-to-sign-financial'
  | 'human-resources'
  | 'employee'
  | 'information-system'
  | 'nca-administrator'
  | 'nca-manager'
  | 'nca-operator'
  | 'identified-in-person'
  | 'identified-remotely'
  | 'digital-id'
  | 'treasury-client';

/** Extended key usages of НУЦ РК and of the Treasury that say who the holder is (research/kz-pki.md, 2). */
export const ROLE_OF_PURPOSE: Readonly<Record<string, Role>> = {
  '1.2.398.3.3.4.1.1': 'individual',
  '1.2.398.3.3.4.1.1.1': 'individual-information-system',
  '1.2.398.3.3.4.1.2': 'legal-entity',
  '1.2.398.3.3.4.1.2.1': 'head',
  '1.2.398.3.3.4.1.2.2': 'right-to-sign',
  '1.2.398.3.3.4.1.2.3': 'right-to-sign-financial',
  '1.2.398.3.3.4.1.2.4': 'human-resources',
  '1.2.398.3.3.4.1.2.5': 'employee',
  '1.2.398.3.3.4.1.2.6': 'information-system',
  '1.2.398.3.3.4.2.1': 'nca-administrator',
  '1.2.398.3.3.4.2.2': 'nca-manager',
  '1.2.398.3.3.4.2.3': 'nca-operator',
  '1.2.398.3.3.4.3.1': 'identified-in-person',
  '1.2.398.3.3.4.3.2': 'identified-remotely',
  '1.2.398.3.3.4.3.2.1': 'digital-id',
  '1.2.398.5.19.1.2.2.1': 'treasury-client',
};

/** Policies of the 2018 profile, which told holder and purpose; from 2022 all carry 1.2.398.3.3.2 alone. */
export const PROFILE_OF_POLICY: Readonly<Record<string, '2018' | '2022'>> = {
  '1.2.398.3.3.2.1': '2018',
  '1.2.398.3.3.2.2': '2018',
  '1.2.398.3.3.2.3': '2018',
  '1.2.398.3.3.2.4': '2018',
  '1.2.398.3.3.2': '2022',
};

/** Values of the key storage extension 1.2.398.3.3.5; others are given as their identifier. */
export const KEY_STORAGE: Readonly<Record<string, string>> = { '1.2.398.3.3.5.1.1': 'pkcs12' };
