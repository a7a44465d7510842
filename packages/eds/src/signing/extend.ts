import { CMS_ATTRIBUTE, OCSP_REVOCATION_INFO } from '../cms/oids.ts';
import { encodingOf, enter, members, next, only, readRoot } from '../der/reader.ts';
import { contextTag, TAG } from '../der/tags.ts';
import { readOctetString } from '../der/values.ts';
import { context, objectIdentifier, sequence } from '../der/writer.ts';
import { EdsError, reading } from '../errors.ts';
import { attribute } from './cades.ts';
import { readParts, union, writeParts } from './signed-data-parts.ts';

/** CRLs and OCSP answers (whole OCSPResponse), DER. */
export type RevocationData = {
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
};

/**
 * Adds a timestamp token over the signature value of one signer (signature-time-stamp, EN 319 122-1, 5.3): with it a
 * B-B signature becomes B-T. Whether the token fits is for `validate` to say. Errors: CMS_MALFORMED, DER_*.
 */
export function addTimestamp(cms: Uint8Array, signerIndex: number, token: Uint8Array): Uint8Array {
  return addUnsignedAttribute(
    cms,
    signerIndex,
    CMS_ATTRIBUTE.signatureTimestamp,
    encodingOf(readRoot(token)),
  );
}

/** Adds certificates (DER) to those that a signature carries, each once. Error: CMS_MALFORMED. */
export function addCertificates(cms: Uint8Array, certificates: readonly Uint8Array[]): Uint8Array {
  const parts = readParts(cms);
  return writeParts({ ...parts, certificates: union(parts.certificates, certificates) });
}

/**
 * Adds CRLs and OCSP answers to SignedData.crls, each once: what CAdES B-LT asks for (EN 319 122-1, 6.3); OCSP answers
 * as RFC 5940 says. Error: CMS_MALFORMED.
 */
export function addRevocationData(
  cms: Uint8Array,
  { crls = [], ocspResponses = [] }: RevocationData,
): Uint8Array {
  const parts = readParts(cms);
  const answers = ocspResponses.map((response) =>
    context(1, objectIdentifier(OCSP_REVOCATION_INFO), response),
  );
  return writeParts({ ...parts, revocation: union(parts.revocation, [...crls, ...answers]) });
}

/**
 * Adds the attribute revocation-values (RFC 5126, 6.3.4) to one signer: where document cards of Kazakhstan (DDC) and
 * SIGEX keep their OCSP answer. Errors: CMS_MALFORMED, OCSP_MALFORMED.
 */
export function addRevocationValues(
  cms: Uint8Array,
  signerIndex: number,
  { crls = [], ocspResponses = [] }: RevocationData,
): Uint8Array {
  const values = sequence(
    ...(crls.length > 0 ? [context(0, sequence(...crls))] : []),
    ...(ocspResponses.length > 0 ? [context(1, sequence(...ocspResponses.map(basicResponse)))] : []),
  );
  return addUnsignedAttribute(cms, signerIndex, CMS_ATTRIBUTE.revocationValues, values);
}

/** BasicOCSPResponse inside an OCSPResponse (RFC 6960, 4.2.1). */
function basicResponse(response: Uint8Array): Uint8Array {
  return reading('OCSP_MALFORMED', 'OCSP response', () => {
    const outer = enter(readRoot(response), TAG.sequence);
    next(outer, TAG.enumerated);
    const bytes = enter(only(next(outer, contextTag(0))), TAG.sequence);
    next(bytes, TAG.objectIdentifier);
    return readOctetString(next(bytes));
  });
}

function addUnsignedAttribute(
  cms: Uint8Array,
  signerIndex: number,
  oid: string,
  value: Uint8Array,
): Uint8Array {
  const parts = readParts(cms);
  const signer = parts.signers[signerIndex];
  if (!signer)
    throw new EdsError(
      'CMS_MALFORMED',
      `the signature has ${parts.signers.length} signers, none at ${signerIndex}`,
    );
  const changed = withUnsignedAttribute(signer, attribute(oid, value));
  return writeParts({ ...parts, signers: parts.signers.with(signerIndex, changed) });
}

/** The SignerInfo with one more unsigned attribute after those it has; the rest stays byte for byte. */
function withUnsignedAttribute(signerInfo: Uint8Array, added: Uint8Array): Uint8Array {
  return reading('CMS_MALFORMED', 'SignerInfo', () => {
    const all = members(readRoot(signerInfo), TAG.sequence);
    const last = all.at(-1);
    const unsigned = last?.tag === contextTag(1) ? last : undefined;
    const kept = unsigned ? all.slice(0, -1) : all;
    const attributes = unsigned ? members(unsigned).map(encodingOf) : [];
    return sequence(...kept.map(encodingOf), context(1, ...attributes, added));
  });
}
