import { digest } from '../src/algorithms/digests.ts';
import { DIGEST } from '../src/algorithms/oids.ts';
import { CMS_ATTRIBUTE, CONTENT_TYPE } from '../src/cms/oids.ts';
import { contextTag } from '../src/der/tags.ts';
import {
  context,
  element,
  generalizedTime,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  set,
  setOf,
  utcTime,
} from '../src/der/writer.ts';
import { naturalDigest, signatureAlgorithmOf, signData } from '../src/signing/sign.ts';
import { type Identity, issuerAndSerial } from './authority.ts';

export const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
  sequence(objectIdentifier(oid), set(...values));

/** A SignerInfo as an attacker might make it: any attributes, in any order, over anything. */
export type Forgery = {
  readonly signer: Identity;
  readonly content: Uint8Array;
  readonly contentType?: string;
  /** instead of contentType, messageDigest, signingTime and signingCertificateV2; none at all: no signed attributes */
  readonly attributes?: readonly Uint8Array[];
  readonly unsorted?: boolean;
  readonly unsigned?: readonly Uint8Array[];
  readonly digestOid?: string;
  readonly signatureAlgorithm?: Uint8Array;
};

export const essCertificate = (certificate: Uint8Array): Uint8Array =>
  attribute(
    CMS_ATTRIBUTE.signingCertificateV2,
    sequence(sequence(sequence(octetString(digest(DIGEST.sha256, certificate))))),
  );

export const usualAttributes = ({
  content,
  contentType = CONTENT_TYPE.data,
  signer,
}: Forgery): Uint8Array[] => [
  attribute(CMS_ATTRIBUTE.contentType, objectIdentifier(contentType)),
  attribute(CMS_ATTRIBUTE.messageDigest, octetString(digest(naturalDigest(signer.key), content))),
  attribute(CMS_ATTRIBUTE.signingTime, utcTime(new Date('2026-11-20T10:00:00Z'))),
  essCertificate(signer.certificate),
];

export function forgeSignerInfo(forgery: Forgery): Uint8Array {
  const { signer, content, attributes = usualAttributes(forgery), unsigned = [] } = forgery;
  const digestOid = naturalDigest(signer.key);
  const encoded = forgery.unsorted ? set(...attributes) : setOf(...attributes);
  const signed = attributes.length > 0 ? encoded : content;
  return sequence(
    integer(1),
    issuerAndSerial(signer.certificate),
    sequence(objectIdentifier(forgery.digestOid ?? digestOid), nullValue()),
    ...(attributes.length > 0 ? [retag(encoded, contextTag(0))] : []),
    forgery.signatureAlgorithm ?? signatureAlgorithmOf(signer.key, digestOid),
    octetString(signData(signer.key, digestOid, signed)),
    ...(unsigned.length > 0 ? [context(1, ...unsigned)] : []),
  );
}

const retag = (encoded: Uint8Array, tag: number): Uint8Array => encoded.with(0, tag);

export type Parts = {
  readonly signers: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
  readonly content?: Uint8Array | undefined;
  readonly contentType?: string;
};

/** A SignedData of these parts. */
export function forgeCms({
  signers,
  certificates,
  content,
  contentType = CONTENT_TYPE.data,
}: Parts): Uint8Array {
  const encapsulated = sequence(
    objectIdentifier(contentType),
    ...(content ? [context(0, octetString(content))] : []),
  );
  const digests = set(sequence(objectIdentifier(DIGEST.sha256), nullValue()));
  const signedData = sequence(
    integer(1),
    digests,
    encapsulated,
    context(0, ...certificates),
    element(0x31, ...signers),
  );
  return sequence(objectIdentifier(CONTENT_TYPE.signedData), context(0, signedData));
}

/** A signature by one signer over attached content. */
export const forge = (forgery: Forgery): Uint8Array =>
  forgeCms({
    signers: [forgeSignerInfo(forgery)],
    certificates: [forgery.signer.certificate],
    content: forgery.content,
    ...(forgery.contentType && { contentType: forgery.contentType }),
  });

export type Stamp = {
  readonly authority: Identity;
  readonly imprintOf: Uint8Array;
  readonly genTime: Date;
  readonly policy?: string;
  readonly nonce?: bigint;
  readonly imprintOid?: string;
};

/** A time-stamp token (RFC 3161) made by any key. */
export function forgeToken({
  authority,
  imprintOf,
  genTime,
  policy = '1.2.3.4',
  nonce,
  imprintOid = DIGEST.sha256,
}: Stamp): Uint8Array {
  const imprint = sequence(
    sequence(objectIdentifier(imprintOid), nullValue()),
    octetString(digest(imprintOid, imprintOf)),
  );
  const content = sequence(
    integer(1),
    objectIdentifier(policy),
    imprint,
    integer(42),
    generalizedTime(genTime),
    ...(nonce === undefined ? [] : [integer(nonce)]),
  );
  return forge({ signer: authority, content, contentType: CONTENT_TYPE.timestampInfo });
}
