import { type Element, encodingOf, enter, finish, next, optional } from '../der/reader.ts';
import { contextTag, primitiveContextTag, TAG } from '../der/tags.ts';
import { readIntegerOctets, readOctetString, readSmallInteger, sameBytes } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type Name, readName, sameName } from '../x509/name.ts';
import { type Attributes, attributeValues, readAttributes } from './attributes.ts';
import { CMS_ATTRIBUTE } from './oids.ts';

/** How a SignerInfo names its certificate (RFC 5652, 5.3). */
export type SignerIdentifier =
  | { readonly kind: 'issuer-and-serial'; readonly issuer: Name; readonly serialNumber: Uint8Array }
  | { readonly kind: 'subject-key-identifier'; readonly keyIdentifier: Uint8Array };

/** One `SignerInfo`: one signature. */
export type SignerInfo = {
  readonly encoded: Uint8Array;
  readonly version: number;
  readonly signer: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signedAttributes: Attributes | undefined;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: Attributes | undefined;
};

export function readSignerInfo(element: Element): SignerInfo {
  const cursor = enter(element, TAG.sequence);
  const version = readSmallInteger(next(cursor));
  const signer = readSignerIdentifier(next(cursor));
  const digestAlgorithm = readAlgorithmIdentifier(next(cursor));
  const signed = optional(cursor, contextTag(0));
  const signatureAlgorithm = readAlgorithmIdentifier(next(cursor));
  const signature = readOctetString(next(cursor));
  const unsigned = optional(cursor, contextTag(1));
  finish(cursor);
  if (version !== 1 && version !== 3) throw new EdsError('DER_VALUE', `SignerInfo of version ${version}`);
  return {
    encoded: encodingOf(element),
    version,
    signer,
    digestAlgorithm,
    signedAttributes: signed && readAttributes(signed),
    signatureAlgorithm,
    signature,
    unsignedAttributes: unsigned && readAttributes(unsigned),
  };
}

function readSignerIdentifier(element: Element): SignerIdentifier {
  if (element.tag === primitiveContextTag(0)) {
    return {
      kind: 'subject-key-identifier',
      keyIdentifier: readOctetString(element, primitiveContextTag(0)),
    };
  }
  return { kind: 'issuer-and-serial', ...readIssuerAndSerial(element) };
}

/** `IssuerAndSerialNumber` (RFC 5652, 10.2.4). */
export function readIssuerAndSerial(element: Element): { issuer: Name; serialNumber: Uint8Array } {
  const cursor = enter(element, TAG.sequence);
  const issuer = readName(next(cursor));
  const serialNumber = readIntegerOctets(next(cursor));
  finish(cursor);
  return { issuer, serialNumber };
}

/** Whether this is the certificate that the SignerInfo names. */
export function isNamedBy(signer: SignerIdentifier, certificate: Certificate): boolean {
  if (signer.kind === 'issuer-and-serial') {
    return (
      sameBytes(signer.serialNumber, certificate.serialNumber) && sameName(signer.issuer, certificate.issuer)
    );
  }
  const identifier = certificate.extensions.subjectKeyIdentifier;
  return identifier !== undefined && sameBytes(identifier, signer.keyIdentifier);
}

/** Time-stamp tokens over the signature value, as they came (ETSI EN 319 122-1, 5.3). */
export const signatureTimestamps = (signer: SignerInfo): Uint8Array[] =>
  attributeValues(signer.unsignedAttributes, CMS_ATTRIBUTE.signatureTimestamp);
