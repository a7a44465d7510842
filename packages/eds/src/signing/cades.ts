import { digest } from '../algorithms/digests.ts';
import { DIGEST } from '../algorithms/oids.ts';
import { CMS_ATTRIBUTE, CONTENT_TYPE } from '../cms/oids.ts';
import { readSignedData } from '../cms/signed-data.ts';
import { contextTag } from '../der/tags.ts';
import {
  context,
  integer,
  integerFromOctets,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  set,
  setOf,
  time,
} from '../der/writer.ts';
import { EdsError } from '../errors.ts';
import { parseCertificate } from '../x509/certificate.ts';
import { contentTypeOf, readParts, union, writeParts } from './signed-data-parts.ts';
import type { Signer } from './signer.ts';

/** When the signer says that they sign, and which certificates beside their own go into the signature (DER). */
export type SigningOptions = { readonly signingTime: Date; readonly certificates?: readonly Uint8Array[] };

/**
 * A CAdES B-B signature (ETSI EN 319 122-1, 6.3) over content that is carried in it.
 * Errors: those of the signer; CERTIFICATE_MALFORMED.
 */
export async function signAttached(
  content: Uint8Array,
  signer: Signer,
  options: SigningOptions,
): Promise<Uint8Array> {
  const encapsulated = sequence(objectIdentifier(CONTENT_TYPE.data), context(0, octetString(content)));
  return signEncapsulated(encapsulated, digest(signer.digestOid, content), signer, options);
}

/**
 * A CAdES B-B signature over content that stays outside. `messageDigest` is its digest by `signer.digestOid`, so that
 * content of any size can be signed as a stream. Errors: those of the signer; CERTIFICATE_MALFORMED.
 */
export async function signDetached(
  messageDigest: Uint8Array,
  signer: Signer,
  options: SigningOptions,
): Promise<Uint8Array> {
  return signEncapsulated(sequence(objectIdentifier(CONTENT_TYPE.data)), messageDigest, signer, options);
}

/**
 * Adds a signer to a signature, beside those it has. `messageDigest` (by `signer.digestOid`) is needed where the
 * content is not in the signature. Errors: CMS_MALFORMED, CONTENT_MISSING, those of the signer.
 */
export async function addSigner(
  cms: Uint8Array,
  signer: Signer,
  options: SigningOptions,
  messageDigest?: Uint8Array,
): Promise<Uint8Array> {
  const { content } = readSignedData(cms);
  const contentDigest = content ? digest(signer.digestOid, content) : messageDigest;
  if (!contentDigest)
    throw new EdsError('CONTENT_MISSING', 'the signature is detached: give the digest of its content');
  const parts = readParts(cms);
  const signerInfo = await makeSignerInfo(contentTypeOf(parts.encapsulated), contentDigest, signer, options);
  return writeParts({
    ...parts,
    digestAlgorithms: union(parts.digestAlgorithms, [digestIdentifier(signer.digestOid)]),
    certificates: union(parts.certificates, [signer.certificate, ...(options.certificates ?? [])]),
    signers: [...parts.signers, signerInfo],
  });
}

async function signEncapsulated(
  encapsulated: Uint8Array,
  messageDigest: Uint8Array,
  signer: Signer,
  options: SigningOptions,
): Promise<Uint8Array> {
  return writeParts({
    digestAlgorithms: [digestIdentifier(signer.digestOid)],
    encapsulated,
    certificates: union([signer.certificate], options.certificates ?? []),
    revocation: [],
    signers: [await makeSignerInfo(contentTypeOf(encapsulated), messageDigest, signer, options)],
  });
}

/** SignerInfo of version 1 (RFC 5652, 5.3): the certificate is named by issuer and serial number, as НУЦ РК does. */
async function makeSignerInfo(
  contentType: string,
  messageDigest: Uint8Array,
  signer: Signer,
  options: SigningOptions,
): Promise<Uint8Array> {
  const { issuer, serialNumber } = parseCertificate(signer.certificate);
  const signedAttributes = setOf(
    ...signedAttributesOf(contentType, messageDigest, signer.certificate, options.signingTime),
  );
  const signature = await signer.sign(signedAttributes);
  return sequence(
    integer(1),
    sequence(issuer.encoded, integerFromOctets(serialNumber)),
    digestIdentifier(signer.digestOid),
    retagged(signedAttributes),
    signer.signatureAlgorithm,
    octetString(signature),
  );
}

/** The signed attributes of CAdES B-B (EN 319 122-1, 6.3): what is signed, its digest, when, and by which certificate. */
function signedAttributesOf(
  contentType: string,
  messageDigest: Uint8Array,
  certificate: Uint8Array,
  signingTime: Date,
): Uint8Array[] {
  return [
    attribute(CMS_ATTRIBUTE.contentType, objectIdentifier(contentType)),
    attribute(CMS_ATTRIBUTE.signingTime, time(signingTime)),
    attribute(CMS_ATTRIBUTE.messageDigest, octetString(messageDigest)),
    attribute(CMS_ATTRIBUTE.signingCertificateV2, signingCertificateV2(certificate)),
  ];
}

/** An Attribute with one value (RFC 5652, 5.3). */
export function attribute(oid: string, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(oid), set(value));
}

/** SigningCertificateV2 (RFC 5035, 3) with SHA-256, its default, and so left out. */
function signingCertificateV2(certificate: Uint8Array): Uint8Array {
  return sequence(sequence(sequence(octetString(digest(DIGEST.sha256, certificate)))));
}

/** AlgorithmIdentifier of a digest: SHA without parameters (RFC 5754, 2), ГОСТ with NULL, as НУЦ РК writes it. */
function digestIdentifier(oid: string): Uint8Array {
  return oid.startsWith('1.2.398.')
    ? sequence(objectIdentifier(oid), nullValue())
    : sequence(objectIdentifier(oid));
}

/** The signed attributes as they stand in a SignerInfo: [0] IMPLICIT instead of SET OF (RFC 5652, 5.4). */
function retagged(signedAttributes: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(signedAttributes);
  bytes[0] = contextTag(0);
  return bytes;
}
