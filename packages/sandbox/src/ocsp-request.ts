import {
  contentOf,
  contextTag,
  type Element,
  encodingOf,
  enter,
  hex,
  members,
  next,
  only,
  optional,
  readAlgorithmIdentifier,
  readObjectIdentifier,
  readOctetString,
  readRoot,
  TAG,
} from '@edo/eds/structures';

/** A certificate that is asked about (CertID, RFC 6960, 4.1.1). */
export interface AskedCertificate {
  /** The CertID as it came: it goes back unchanged. */
  readonly encoded: Uint8Array;
  readonly hashAlgorithm: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
}

export interface OcspRequest {
  readonly asked: readonly AskedCertificate[];
  /** Value of the nonce extension as it came. */
  readonly nonce: Uint8Array | undefined;
}

/** OCSPRequest (RFC 6960, 4.1.1); signatures on requests are passed over, as НУЦ РК does. Errors: DER_*. */
export function readOcspRequest(bytes: Uint8Array): OcspRequest {
  const request = enter(next(enter(readRoot(bytes), TAG.sequence), TAG.sequence));
  optional(request, contextTag(0));
  optional(request, contextTag(1));
  const asked = members(next(request), TAG.sequence).map((single) => readCertId(next(enter(single))));
  const extensions = optional(request, contextTag(2));
  return { asked, nonce: extensions && findNonce(only(extensions)) };
}

function readCertId(element: Element): AskedCertificate {
  const cursor = enter(element, TAG.sequence);
  return {
    encoded: encodingOf(element),
    hashAlgorithm: readAlgorithmIdentifier(next(cursor)).oid,
    issuerNameHash: readOctetString(next(cursor)),
    issuerKeyHash: readOctetString(next(cursor)),
    serialNumber: hex(contentOf(next(cursor, TAG.integer))),
  };
}

export const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2';

function findNonce(extensions: Element): Uint8Array | undefined {
  for (const extension of members(extensions, TAG.sequence)) {
    const cursor = enter(extension);
    const oid = readObjectIdentifier(next(cursor));
    optional(cursor, TAG.boolean);
    if (oid === OCSP_NONCE) return readOctetString(next(cursor));
  }
  return undefined;
}
