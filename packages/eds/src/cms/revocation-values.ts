import { encodingOf, enter, members, only, optional, readRoot } from '../der/reader.ts';
import { contextTag, TAG } from '../der/tags.ts';
import { EdsError } from '../errors.ts';
import { attributeValues } from './attributes.ts';
import { CMS_ATTRIBUTE } from './oids.ts';
import type { SignerInfo } from './signer-info.ts';

/** CRLs and OCSP answers (bare `BasicOCSPResponse`) that a signature carries with it. */
export type RevocationValues = {
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
};

/** The revocation-values attribute (ETSI EN 319 122-1, A.1.2.2), unsigned. What cannot be read is no evidence. */
export function readRevocationValues(signer: SignerInfo): RevocationValues {
  const values = attributeValues(signer.unsignedAttributes, CMS_ATTRIBUTE.revocationValues).map(readValue);
  return {
    crls: values.flatMap(({ crls }) => crls),
    ocspResponses: values.flatMap(({ ocspResponses }) => ocspResponses),
  };
}

function readValue(value: Uint8Array): RevocationValues {
  try {
    const cursor = enter(readRoot(value), TAG.sequence);
    const crls = optional(cursor, contextTag(0));
    const ocsp = optional(cursor, contextTag(1));
    const list = (tagged: typeof crls) => (tagged ? members(only(tagged), TAG.sequence).map(encodingOf) : []);
    return { crls: list(crls), ocspResponses: list(ocsp) };
  } catch (error) {
    if (error instanceof EdsError) return { crls: [], ocspResponses: [] };
    throw error;
  }
}
