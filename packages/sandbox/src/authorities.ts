import { PURPOSE } from '@edo/eds/structures';
import {
  type AuthorityOptions,
  CPS,
  keptOr,
  makeNca,
  makeRoot,
  openService,
} from './authority-identities.ts';
import type { Identity } from './certificate.ts';
import {
  authorityInformationAccess,
  certificatePolicy,
  crlDistributionPoint,
  extendedKeyUsage,
  freshestCrl,
  keyStorage,
  keyUsage,
  ocspNoCheck,
  type Urls,
} from './extensions.ts';
import type { KeyKind } from './keys.ts';

/** A sandbox's НУЦ with its root and its services, all with keys of one kind. */
export interface Authority {
  readonly kind: KeyKind;
  readonly root: Identity;
  readonly nca: Identity;
  readonly tsa: Identity;
  readonly ocsp: Identity;
  readonly urls: Urls;
  readonly rootUrls: Pick<Urls, 'caIssuers' | 'crl'>;
  /** Policy of its timestamps: a request that names another is for another TSA. */
  readonly timestampPolicy: string;
}

const TIMESTAMP_POLICY = {
  gost2015: '1.2.398.3.3.2.6.4',
  gost2004: '1.2.398.3.3.2.6.1',
  rsa: '1.2.398.3.3.2.6.2',
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
