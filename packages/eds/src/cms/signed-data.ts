import { berToDer } from '../der/ber.ts';
import { readObjectIdentifier } from '../der/oid.ts';
import { unarmor } from '../der/pem.ts';
import {
  type Cursor,
  DEFAULT_LIMITS,
  type DerLimits,
  type Element,
  encodingOf,
  enter,
  finish,
  members,
  next,
  only,
  optional,
  readRoot,
} from '../der/reader.ts';
import { contextTag, TAG } from '../der/tags.ts';
import { readOctetString, readSmallInteger } from '../der/values.ts';
import { EdsError, reading } from '../errors.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';
import { knownCertificate } from '../x509/known-certificates.ts';
import { CONTENT_TYPE, OCSP_REVOCATION_INFO } from './oids.ts';
import { readSignerInfo, type SignerInfo } from './signer-info.ts';

/** CMS `SignedData` (RFC 5652, 5.1). */
export type SignedData = {
  /** DER of the whole ContentInfo, after armour and BER were taken off */
  readonly encoded: Uint8Array;
  readonly version: number;
  /** what `digestAlgorithms` lists; the signers' own ones count */
  readonly digestAlgorithms: readonly string[];
  readonly contentType: string;
  /** the attached content; undefined where the signature is detached */
  readonly content: Uint8Array | undefined;
  /** certificates that could be read, each once */
  readonly certificates: readonly Certificate[];
  readonly crls: readonly Uint8Array[];
  /** OCSP responses in `crls` (RFC 5940) */
  readonly ocspResponses: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
};

const VERSIONS = [1, 3, 4, 5];

/**
 * Reads a signature from DER, BER, PEM or base64. Mathematics and trust are for `validate`.
 * Errors: CMS_MALFORMED, PEM_MALFORMED, DER_LIMIT.
 */
export function readSignedData(bytes: Uint8Array, limits: DerLimits = DEFAULT_LIMITS): SignedData {
  return reading('CMS_MALFORMED', 'CMS', () => {
    const encoded = berToDer(unarmor(bytes), limits);
    return readContentInfo(readRoot(encoded, limits), encoded);
  });
}

function readContentInfo(root: Element, encoded: Uint8Array): SignedData {
  const outer = enter(root, TAG.sequence);
  const type = readObjectIdentifier(next(outer));
  if (type !== CONTENT_TYPE.signedData)
    throw new EdsError('CMS_MALFORMED', `content type ${type} is not SignedData`);
  const cursor = enter(only(next(outer, contextTag(0))), TAG.sequence);
  finish(outer);
  const version = readSmallInteger(next(cursor));
  if (!VERSIONS.includes(version)) throw new EdsError('DER_VALUE', `SignedData of version ${version}`);
  const digestAlgorithms = members(next(cursor), TAG.set).map(
    (algorithm) => readAlgorithmIdentifier(algorithm).oid,
  );
  const content = readEncapsulated(next(cursor));
  const certificates = readCertificates(optional(cursor, contextTag(0)));
  const revocation = readRevocation(optional(cursor, contextTag(1)));
  return {
    encoded,
    version,
    digestAlgorithms,
    ...content,
    certificates,
    ...revocation,
    signers: readSigners(cursor),
  };
}

function readEncapsulated(element: Element): Pick<SignedData, 'contentType' | 'content'> {
  const cursor = enter(element, TAG.sequence);
  const contentType = readObjectIdentifier(next(cursor));
  const content = optional(cursor, contextTag(0));
  finish(cursor);
  return { contentType, content: content && readOctetString(only(content)) };
}

/** Certificates that cannot be read are left out: a signer who needs one will be found without. */
function readCertificates(set: Element | undefined): Certificate[] {
  const found = new Map<string, Certificate>();
  for (const member of set ? members(set) : []) {
    const certificate = member.tag === TAG.sequence ? tryCertificate(encodingOf(member)) : undefined;
    if (certificate) found.set(certificate.fingerprint, certificate);
  }
  return [...found.values()];
}

function tryCertificate(der: Uint8Array): Certificate | undefined {
  try {
    return knownCertificate(der);
  } catch (error) {
    if (error instanceof EdsError) return undefined;
    throw error;
  }
}

function readRevocation(set: Element | undefined): Pick<SignedData, 'crls' | 'ocspResponses'> {
  const all = set ? members(set) : [];
  const crls = all.filter(({ tag }) => tag === TAG.sequence).map(encodingOf);
  const ocspResponses = all.filter(({ tag }) => tag === contextTag(1)).flatMap(readOtherRevocation);
  return { crls, ocspResponses };
}

function readOtherRevocation(element: Element): Uint8Array[] {
  const cursor = enter(element);
  const format = readObjectIdentifier(next(cursor));
  const information = encodingOf(next(cursor));
  finish(cursor);
  return format === OCSP_REVOCATION_INFO ? [information] : [];
}

function readSigners(cursor: Cursor): SignerInfo[] {
  const signers = members(next(cursor), TAG.set).map(readSignerInfo);
  finish(cursor);
  return signers;
}

/** Digest algorithms that a caller who holds only digests must be able to answer for, each once. */
export function digestsNeeded(signedData: SignedData): string[] {
  return [...new Set(signedData.signers.map((signer) => signer.digestAlgorithm.oid))];
}
