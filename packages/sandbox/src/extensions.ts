import { der, EXTENSION } from '@edo/eds/structures';

/** Where the sandbox says that an authority's services are; all of them are its own addresses. */
export interface Urls {
  readonly ocsp: string;
  readonly caIssuers: string;
  readonly crl: string;
  readonly deltaCrl: string;
}

/** One extension of a certificate or CRL (RFC 5280, 4.1). */
function extension(oid: string, value: Uint8Array, critical = false): Uint8Array {
  return der.sequence(
    der.objectIdentifier(oid),
    ...(critical ? [der.boolean(true)] : []),
    der.octetString(value),
  );
}

/** KeyUsage, critical: `octet` holds the first eight named bits, bit 0 highest (0xC8 digitalSignature, nonRepudiation, keyAgreement). */
export function keyUsage(octet: number): Uint8Array {
  const unused = Math.clz32(octet & -octet) ^ 31;
  return extension(EXTENSION.keyUsage, der.bitString(Uint8Array.of(octet), unused), true);
}

export const extendedKeyUsage = (purposes: readonly string[], critical = false): Uint8Array =>
  extension(EXTENSION.extendedKeyUsage, der.sequence(...purposes.map(der.objectIdentifier)), critical);

export const basicConstraints = (pathLength?: number): Uint8Array =>
  extension(
    EXTENSION.basicConstraints,
    der.sequence(der.boolean(true), ...(pathLength === undefined ? [] : [der.integer(pathLength)])),
    true,
  );

const QUALIFIER = { cps: '1.3.6.1.5.5.7.2.1', userNotice: '1.3.6.1.5.5.7.2.2' };

/** One certificate policy with the address of its practice statement; in the 2018 profile as a notice too. */
export function certificatePolicy(policy: string, cps: string, notice = false): Uint8Array {
  const qualifiers = [
    der.sequence(der.objectIdentifier(QUALIFIER.cps), der.ia5String(cps)),
    ...(notice
      ? [der.sequence(der.objectIdentifier(QUALIFIER.userNotice), der.sequence(der.utf8String(cps)))]
      : []),
  ];
  return extension(
    EXTENSION.certificatePolicies,
    der.sequence(der.sequence(der.objectIdentifier(policy), der.sequence(...qualifiers))),
  );
}

const uri = (url: string) => der.contextPrimitive(6, Buffer.from(url, 'latin1'));
const distributionPoint = (url: string) =>
  der.sequence(der.sequence(der.context(0, der.context(0, uri(url)))));

export const crlDistributionPoint = (url: string): Uint8Array =>
  extension(EXTENSION.crlDistributionPoints, distributionPoint(url));
export const freshestCrl = (url: string): Uint8Array =>
  extension(EXTENSION.freshestCrl, distributionPoint(url));

const ACCESS = { ocsp: '1.3.6.1.5.5.7.48.1', caIssuers: '1.3.6.1.5.5.7.48.2' };

/** Authority information access: the issuing certificate and, for leaves, OCSP. */
export function authorityInformationAccess(caIssuers: string, ocsp?: string): Uint8Array {
  const description = (method: string, url: string) => der.sequence(der.objectIdentifier(method), uri(url));
  return extension(
    EXTENSION.authorityInformationAccess,
    der.sequence(description(ACCESS.caIssuers, caIssuers), ...(ocsp ? [description(ACCESS.ocsp, ocsp)] : [])),
  );
}

export const subjectKeyIdentifier = (identifier: Uint8Array): Uint8Array =>
  extension(EXTENSION.subjectKeyIdentifier, der.octetString(identifier));
export const authorityKeyIdentifier = (identifier: Uint8Array): Uint8Array =>
  extension(EXTENSION.authorityKeyIdentifier, der.sequence(der.contextPrimitive(0, identifier)));

const PKCS12_FILE = '1.2.398.3.3.5.1.1';

/** НУЦ РК's extension that says where the key is kept; here always a PKCS#12 file. */
export const keyStorage = (): Uint8Array =>
  extension(EXTENSION.keyStorage, der.sequence(der.objectIdentifier(PKCS12_FILE)));

export const ocspNoCheck = (): Uint8Array => extension(EXTENSION.ocspNoCheck, der.nullValue());

export const crlNumber = (number: number): Uint8Array => extension(EXTENSION.crlNumber, der.integer(number));
export const deltaCrlIndicator = (base: number): Uint8Array =>
  extension(EXTENSION.deltaCrlIndicator, der.integer(base), true);
export const reasonCode = (reason: number): Uint8Array =>
  extension(EXTENSION.reasonCode, der.enumerated(reason));
/** An extension of OCSP with its value as it came. */
export const rawExtension = (oid: string, value: Uint8Array): Uint8Array => extension(oid, value);
