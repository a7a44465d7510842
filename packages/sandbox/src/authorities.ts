import { parseCertificate } from '@edo/eds';
import { hex, PURPOSE } from '@edo/eds/structures';
import { type Identity, makeCertificate, randomSerial, serialOfKey } from './certificate.ts';
import { type Clock, daysFrom } from './clock.ts';
import {
  authorityInformationAccess,
  basicConstraints,
  certificatePolicy,
  crlDistributionPoint,
  extendedKeyUsage,
  freshestCrl,
  keyStorage,
  keyUsage,
  ocspNoCheck,
  type Urls,
} from './extensions.ts';
import { generateKey, type KeyKind } from './keys.ts';
import { nameOf } from './names.ts';
import type { Registry } from './registry.ts';
import type { Vault } from './vault.ts';

/** A sandbox's НУЦ with its root and its services, all with keys of one kind. */
export interface Authority {
  readonly kind: KeyKind;
  readonly root: Identity;
  readonly nca: Identity;
  readonly tsa: Identity;
  readonly ocsp: Identity;
  readonly urls: Urls;
  readonly rootUrls: Pick<Urls, 'caIssuers' | 'crl'>;
  /** Policy of its timestamps, and the policies of the same TSA that are accepted in requests. */
  readonly timestampPolicy: string;
}

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
const TIMESTAMP_POLICY = {
  gost2015: '1.2.398.3.3.2.6.4',
  gost2004: '1.2.398.3.3.2.6.1',
  rsa: '1.2.398.3.3.2.6.2',
};
export const CPS = 'http://pki.gov.kz/cps';
const ROOT_CPS = 'http://root.gov.kz/cps';
const CA_USAGE = 0x06;
const AUTHORITY_VALIDITY = {
  notBefore: new Date('2022-06-15T05:01:09Z'),
  notAfter: new Date('2045-09-07T05:01:09Z'),
};

/** Opens the authorities of one kind of key, making what the vault does not hold yet. */
export function openAuthority(kind: KeyKind, options: AuthorityOptions): Authority {
  const urls = urlsOf(options.baseUrl, kind);
  const rootUrls = rootUrlsOf(options.baseUrl, kind);
  const root = keptOr(options.vault, `root_${kind}`, () => makeRoot(kind, options));
  const nca = keptOr(options.vault, `nca_${kind}`, () => makeNca(kind, root, rootUrls, options));
  const tsa = openService(
    `tsa_${kind}`,
    'TIME-STAMPING AUTHORITY SANDBOX',
    nca,
    tsaExtensions(urls),
    options,
  );
  const ocsp = openResponder(`ocsp_${kind}`, nca, options);
  return { kind, root, nca, tsa, ocsp, urls, rootUrls, timestampPolicy: TIMESTAMP_POLICY[kind] };
}

/** An OCSP responder under the name `name`, with a certificate of this НУЦ. */
export const openResponder = (name: string, nca: Identity, options: AuthorityOptions): Identity =>
  openService(name, 'OCSP RESPONDER SANDBOX', nca, OCSP_EXTENSIONS, options);

const tsaExtensions = (urls: Urls) => [
  extendedKeyUsage([PURPOSE.timeStamping], true),
  certificatePolicy('1.2.398.3.3.2.6', CPS),
  authorityInformationAccess(urls.caIssuers, urls.ocsp),
  crlDistributionPoint(urls.crl),
  freshestCrl(urls.deltaCrl),
  keyUsage(0x80),
  keyStorage(),
];
const OCSP_EXTENSIONS = [
  keyUsage(0x80),
  ocspNoCheck(),
  extendedKeyUsage([PURPOSE.ocspSigning]),
  keyStorage(),
];

const urlsOf = (baseUrl: string, kind: KeyKind): Urls => ({
  ocsp: `${baseUrl}/ocsp`,
  caIssuers: `${baseUrl}/cert/nca_${kind}.cer`,
  crl: `${baseUrl}/crl/nca_${kind}.crl`,
  deltaCrl: `${baseUrl}/crl/nca_d_${kind}.crl`,
});
const rootUrlsOf = (baseUrl: string, kind: KeyKind) => ({
  caIssuers: `${baseUrl}/cert/root_${kind}.cer`,
  crl: `${baseUrl}/crl/root_${kind}.crl`,
});

function keptOr(vault: Vault, name: string, make: () => Identity): Identity {
  const kept = vault.identity(name);
  if (kept) return kept;
  const made = make();
  vault.keepIdentity(name, made);
  return made;
}

function makeRoot(kind: KeyKind, { rsaAuthorityBits }: AuthorityOptions): Identity {
  const key = generateKey(kind, rsaAuthorityBits);
  const name = nameOf({ commonName: `НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ ${MARK[kind]}` });
  const extensions = [basicConstraints(), keyUsage(CA_USAGE), certificatePolicy('1.2.398.3.1.2', ROOT_CPS)];
  const content = { subject: name, issuer: name, spki: key.spki, serialNumber: serialOfKey(key.spki) };
  return { key, certificate: makeCertificate({ ...content, ...AUTHORITY_VALIDITY, extensions }, key) };
}

function makeNca(
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
function openService(
  name: string,
  commonName: string,
  nca: Identity,
  extensions: readonly Uint8Array[],
  { vault, registry, clock }: AuthorityOptions,
): Identity {
  const now = new Date(clock.millis());
  const kept = vault.identity(name);
  if (kept && isCurrent(kept, now)) return kept;
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

function isCurrent({ certificate }: Identity, now: Date): boolean {
  const { notBefore, notAfter } = parseCertificate(certificate);
  return notBefore <= now && daysFrom(now, 30) <= notAfter;
}

/** Lower-case hexadecimal of a certificate's serial number. */
export const serialOf = (certificate: Uint8Array): string => hex(parseCertificate(certificate).serialNumber);
