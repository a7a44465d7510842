import { readRoot } from '../der/reader.ts';
import { EdsError } from '../errors.ts';
import { attributeValues } from './attributes.ts';
import { CMS_ATTRIBUTE } from './oids.ts';
import { readSignerInfo, type SignerInfo } from './signer-info.ts';

/**
 * Countersignatures of a signature (RFC 5652, 11.4), for the record: they sign the signature, not the content,
 * and are never taken for a signature of the document. Unreadable ones are given as undefined.
 */
export function countersignatures(signer: SignerInfo): (SignerInfo | undefined)[] {
  return attributeValues(signer.unsignedAttributes, CMS_ATTRIBUTE.countersignature).map((value) => {
    try {
      return readSignerInfo(readRoot(value));
    } catch (error) {
      if (error instanceof EdsError) return undefined;
      throw error;
    }
  });
}
