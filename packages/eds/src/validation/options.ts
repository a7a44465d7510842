import type { RevocationSource } from '../revocation/collect.ts';
import type { TrustList } from '../trust/trust-list.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Content } from './content.ts';

export type ValidationOptions = {
  /** `required` (the default): without evidence about the signer's certificate the verdict is TRY_LATER */
  readonly revocation?: 'required' | 'none';
  /** a time at which the signature is proven to exist by other means, e.g. a stamped journal entry */
  readonly knownToExistAt?: Date;
  /**
   * The time that the certificate is judged at: the earliest at which the signature is proven to exist (the default),
   * or that of the judgement itself, whatever was proven. The agreement asks for both (5.2.3.2).
   */
  readonly judgedAt?: 'best-signature-time' | 'validation-time';
  /** certificates at hand besides those in the signature */
  readonly certificates?: readonly Certificate[];
  /** how much older than the best signature time an OCSP answer may be, milliseconds */
  readonly maximumOcspAge?: number;
};

export type ValidationInput = {
  /** CMS in DER, BER, PEM or base64 */
  readonly cms: Uint8Array;
  /** the content of a detached signature; beside an attached one it must be the same content */
  readonly content?: Content;
  /** now, for the judge */
  readonly at: Date;
  readonly trust: TrustList;
  readonly revocation?: RevocationSource;
  readonly options?: ValidationOptions;
};
