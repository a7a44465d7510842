import { unarmor } from '../der/pem.ts';
import { sameBytes } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { attributeTexts } from '../x509/name.ts';
import { ATTRIBUTE } from '../x509/oids.ts';
import { TEST_ANCHORS } from './test-anchors.ts';

export type Environment = 'production' | 'development';

/** What an anchor is trusted for. Signers, timestamps and OCSP are trusted separately. */
export type TrustedFor = 'signers' | 'timestamps' | 'ocsp';

/** One certificate of a list, pinned by its SHA-256. */
export type TrustListEntry = {
  /** DER or PEM */
  readonly certificate: Uint8Array;
  /** lower-case hexadecimal; the list is refused where it is not the certificate's */
  readonly sha256: string;
  readonly trustedFor: readonly TrustedFor[];
};

/** The certificates that judgements end at. Made by `createTrustList` or `readTrustList` only. */
export type TrustList = {
  readonly environment: Environment;
  /** names this list in reports, e.g. the day it was decided upon */
  readonly version: string;
  /** anchors of signers' chains */
  readonly signers: readonly Certificate[];
  /** anchors of time-stamping authorities' chains */
  readonly timestampAuthorities: readonly Certificate[];
  /** OCSP responders named outright (RFC 6960, 4.2.2.2, 1): they need no delegation */
  readonly ocspResponders: readonly Certificate[];
};

/**
 * A trust list of pinned certificates. Error: TRUST_LIST_INVALID for a certificate that is not the pinned one, is
 * trusted for nothing, or is a test anchor in production.
 */
export function createTrustList(
  environment: Environment,
  version: string,
  entries: readonly TrustListEntry[],
): TrustList {
  const pinned = entries.map((entry) => ({ ...entry, certificate: pin(entry) }));
  for (const { certificate } of pinned) if (environment === 'production') refuseTestAnchor(certificate);
  const trusted = (purpose: TrustedFor) =>
    pinned.filter(({ trustedFor }) => trustedFor.includes(purpose)).map(({ certificate }) => certificate);
  return {
    environment,
    version,
    signers: trusted('signers'),
    timestampAuthorities: trusted('timestamps'),
    ocspResponders: trusted('ocsp'),
  };
}

function pin({ certificate: bytes, sha256, trustedFor }: TrustListEntry): Certificate {
  const certificate = parseCertificate(unarmor(bytes));
  const name = attributeTexts(certificate.subject, ATTRIBUTE.commonName).join();
  if (certificate.fingerprint !== sha256) {
    throw new EdsError(
      'TRUST_LIST_INVALID',
      `${name} has SHA-256 ${certificate.fingerprint}, ${sha256} is pinned`,
    );
  }
  if (trustedFor.length === 0) throw new EdsError('TRUST_LIST_INVALID', `${name} is trusted for nothing`);
  return certificate;
}

/** The known test authorities of НУЦ РК, and whoever calls itself one. */
function refuseTestAnchor(certificate: Certificate): void {
  const names = attributeTexts(certificate.subject, ATTRIBUTE.commonName);
  if (
    TEST_ANCHORS.includes(certificate.fingerprint) ||
    names.some((name) => /\b(test|sandbox)\b/i.test(name))
  ) {
    throw new EdsError(
      'TRUST_LIST_INVALID',
      `${names.join()} is a test authority and may not be trusted in production`,
    );
  }
}

/** Whether a certificate is one of these, byte for byte. */
export const isOneOf = (certificate: Certificate, certificates: readonly Certificate[]): boolean =>
  certificates.some((other) => sameBytes(other.encoded, certificate.encoded));
