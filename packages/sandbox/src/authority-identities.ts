import { parseCertificate } from '@edo/eds';
import { sameBytes } from '@edo/eds/structures';
import { type Identity, keyIdentifier, makeCertificate, randomSerial, serialOfKey } from './certificate.ts';
import { type Clock, daysFrom } from './clock.ts';
import {
  authorityInformationAccess,
  basicConstraints,
  certificatePolicy,
  crlDistributionPoint,
  keyUsage,
  type Urls,
} from './extensions.ts';
import { generateKey, type KeyKind } from './keys.ts';
import { nameOf } from './names.ts';
import type { Registry } from './registry.ts';
import type { Vault } from './vault.ts';

export interface AuthorityOptions {
  readonly vault: Vault;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly baseUrl: string;
  /** НУЦ РК: 4096. */
  readonly rsaAuthorityBits: 2048 | 4096;
}

/** Names as НУЦ РК writes them, with a mark that nobody can overlook. */
const MARK = { gost2015: '(GOST) SANDBOX', gost2004: '(GOST 2004) SANDBOX', rsa: '(RSA) SANDBOX' };
const ORGANIZATION = 'ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ SANDBOX';
export const CPS = 'http://pki.gov.kz/cps';
const ROOT_CPS = 'http://root.gov.kz/cps';
const CA_USAGE = 0x06;
const AUTHORITY_VALIDITY = {
  notBefore: new Date('2022-06-15T05:01:09Z'),
  notAfter: new Date('2045-09-07T05:01:09Z'),
};

/** What the vault holds under this name, or what is made now and kept. */
export function keptOr(vault: Vault, name: string, make: () => Identity): Identity {
  const kept = vault.identity(name);
  if (kept) return kept;
  const made = make();
  vault.keepIdentity(name, made);
  return made;
}

export function makeRoot(kind: KeyKind, { rsaAuthorityBits }: AuthorityOptions): Identity {
  const key = generateKey(kind, rsaAuthorityBits);
  const name = nameOf({ commonName: `НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ ${MARK[kind]}` });
  const extensions = [basicConstraints(), keyUsage(CA_USAGE), certificatePolicy('1.2.398.3.1.2', ROOT_CPS)];
  const content = { subject: name, issuer: name, spki: key.spki, serialNumber: serialOfKey(key.spki) };
  return { key, certificate: makeCertificate({ ...content, ...AUTHORITY_VALIDITY, extensions }, key) };
}

export function makeNca(
  kind: KeyKind,
  root: Identity,
  urls: Pick<Urls, 'caIssuers' | 'crl'>,
  { rsaAuthorityBits }: AuthorityOptions,
): Identity {
  const key = generateKey(kind, rsaAuthorityBits);
  const extensions = [
    basicConstraints(kind === 'rsa' ? 0 : undefined),
    keyUsage(CA_USAGE),
    crlDistributionPoint(urls.crl),
    authorityInformationAccess(urls.caIssuers),
    certificatePolicy('1.2.398.3.3.2', CPS),
  ];
  const subject = nameOf({ commonName: `ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ ${MARK[kind]}` });
  const issuer = parseCertificate(root.certificate).subject.encoded;
  const content = { subject, issuer, spki: key.spki, serialNumber: serialOfKey(key.spki) };
  return { key, certificate: makeCertificate({ ...content, ...AUTHORITY_VALIDITY, extensions }, root.key) };
}

/** A certificate of three years around now, made anew when it has less than a month to live or belongs to an older НУЦ. */
export function openService(
  name: string,
  commonName: string,
  nca: Identity,
  extensions: readonly Uint8Array[],
  { vault, registry, clock }: AuthorityOptions,
): Identity {
  const now = new Date(clock.millis());
  const kept = vault.identity(name);
  if (kept && isCurrent(kept, nca, now)) return kept;
  const key = kept?.key ?? generateKey(nca.key.kind);
  const serialNumber = kept ? randomSerial() : serialOfKey(key.spki);
  const certificate = makeCertificate(
    {
      subject: nameOf({ commonName, organization: ORGANIZATION }),
      issuer: parseCertificate(nca.certificate).subject.encoded,
      spki: key.spki,
      notBefore: daysFrom(now, -365),
      notAfter: daysFrom(now, 2 * 365),
      extensions,
      serialNumber,
    },
    nca.key,
  );
  registry.add(nca.key.kind, certificate);
  vault.keepIdentity(name, { key, certificate });
  return { key, certificate };
}

function isCurrent({ certificate }: Identity, nca: Identity, now: Date): boolean {
  const { notBefore, notAfter, extensions } = parseCertificate(certificate);
  const issuer = extensions.authorityKeyIdentifier?.keyIdentifier ?? new Uint8Array(0);
  const isIssuer = sameBytes(issuer, keyIdentifier(nca.key.spki));
  return isIssuer && notBefore <= now && daysFrom(now, 30) <= notAfter;
}
