import { hash } from 'node:crypto';
import {
  type Cursor,
  type Element,
  encodingOf,
  enter,
  finish,
  next,
  only,
  optional,
  readRoot,
} from '../der/reader.ts';
import { contextTag, primitiveContextTag, TAG } from '../der/tags.ts';
import { readTime } from '../der/time.ts';
import { readBitStringOctets, readIntegerOctets, readSmallInteger } from '../der/values.ts';
import { EdsError, reading } from '../errors.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier, sameAlgorithm } from './algorithm-identifier.ts';
import {
  type CertificateExtensions,
  type RawExtension,
  readCertificateExtensions,
  readExtensions,
} from './extensions.ts';
import { type Name, readName } from './name.ts';

/** `SubjectPublicKeyInfo`: its whole encoding, and its two parts. */
export type PublicKeyInfo = {
  readonly encoded: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  /** content of the BIT STRING, over which key identifiers and OCSP's issuerKeyHash are taken */
  readonly bits: Uint8Array;
};

/** An X.509 certificate (RFC 5280, 4.1). All bytes are views into what was given. */
export type Certificate = {
  readonly encoded: Uint8Array;
  /** the signed part */
  readonly tbs: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** two's complement octets, as they stand */
  readonly serialNumber: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKeyInfo;
  readonly extensions: CertificateExtensions;
  readonly rawExtensions: ReadonlyMap<string, RawExtension>;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** SHA-256 of `encoded`, lower-case hexadecimal */
  readonly fingerprint: string;
};

/** Any certificate takes less; a larger one is refused unread. */
const CERTIFICATE_LIMITS = { size: 256 * 1024, depth: 24, elements: 5_000 };

/** Reads a DER certificate. Errors: CERTIFICATE_MALFORMED, DER_LIMIT. */
export function parseCertificate(der: Uint8Array): Certificate {
  return reading('CERTIFICATE_MALFORMED', 'certificate', () =>
    readCertificate(readRoot(der, CERTIFICATE_LIMITS)),
  );
}

function readCertificate(root: Element): Certificate {
  const outer = enter(root, TAG.sequence);
  const tbs = next(outer, TAG.sequence);
  const signatureAlgorithm = readAlgorithmIdentifier(next(outer));
  const signature = readBitStringOctets(next(outer));
  finish(outer);
  const encoded = encodingOf(root);
  return {
    encoded,
    tbs: encodingOf(tbs),
    signatureAlgorithm,
    signature,
    fingerprint: hash('sha256', encoded, 'hex'),
    ...readSignedPart(tbs, signatureAlgorithm),
  };
}

type SignedPart = Omit<Certificate, 'encoded' | 'tbs' | 'signatureAlgorithm' | 'signature' | 'fingerprint'>;

function readSignedPart(tbs: Element, outerAlgorithm: AlgorithmIdentifier): SignedPart {
  const cursor = enter(tbs);
  const version = readVersion(optional(cursor, contextTag(0)));
  const serialNumber = readIntegerOctets(next(cursor));
  if (!sameAlgorithm(readAlgorithmIdentifier(next(cursor)), outerAlgorithm)) {
    throw new EdsError('DER_VALUE', 'the signed part names another signature algorithm (RFC 5280, 4.1.1.2)');
  }
  const issuer = readName(next(cursor));
  const [notBefore, notAfter] = readValidity(next(cursor));
  const subject = readName(next(cursor));
  const publicKey = readPublicKeyInfo(next(cursor));
  const rawExtensions = readTail(cursor, version);
  const extensions = readCertificateExtensions(rawExtensions);
  return {
    version,
    serialNumber,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    extensions,
    rawExtensions,
  };
}

function readVersion(explicit: Element | undefined): 1 | 2 | 3 {
  const value = explicit ? readSmallInteger(only(explicit)) : 0;
  if (explicit ? value !== 1 && value !== 2 : false)
    throw new EdsError('DER_VALUE', `certificate version ${value}`);
  return (value + 1) as 1 | 2 | 3;
}

function readValidity(element: Element): [Date, Date] {
  const cursor = enter(element, TAG.sequence);
  const notBefore = readTime(next(cursor));
  const notAfter = readTime(next(cursor));
  finish(cursor);
  return [notBefore, notAfter];
}

/** Reads `SubjectPublicKeyInfo` (4.1.2.7). */
export function readPublicKeyInfo(element: Element): PublicKeyInfo {
  const cursor = enter(element, TAG.sequence);
  const algorithm = readAlgorithmIdentifier(next(cursor));
  const bits = readBitStringOctets(next(cursor));
  finish(cursor);
  return { encoded: encodingOf(element), algorithm, bits };
}

/** Unique identifiers (ignored, as RFC 5280, 4.1.2.8 allows) and extensions; each belongs to its version. */
function readTail(cursor: Cursor, version: number): ReadonlyMap<string, RawExtension> {
  const identifiers = [optional(cursor, primitiveContextTag(1)), optional(cursor, primitiveContextTag(2))];
  const extensions = optional(cursor, contextTag(3));
  finish(cursor);
  if ((version < 2 && identifiers.some(Boolean)) || (version < 3 && extensions)) {
    throw new EdsError('DER_VALUE', `fields that version ${version} does not have`);
  }
  return extensions ? readExtensions(only(extensions)) : new Map();
}
