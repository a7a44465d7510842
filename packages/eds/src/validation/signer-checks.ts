import { digestRefusal, keyRefusal } from '../algorithms/allow-list.ts';

import { readPublicKey } from '../algorithms/public-keys.ts';
import { verifySignature } from '../algorithms/verify.ts';
import { singleValue } from '../cms/attributes.ts';
import { issuerSerialAgrees, readEssCertificateIds } from '../cms/ess.ts';
import { CMS_ATTRIBUTE } from '../cms/oids.ts';
import { isNamedBy, type SignerInfo } from '../cms/signer-info.ts';
import { readObjectIdentifier } from '../der/oid.ts';
import { enter, next, optional } from '../der/reader.ts';
import { contextTag, TAG } from '../der/tags.ts';
import { readOctetString, sameBytes } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { readAlgorithmIdentifier, sameAlgorithm } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certificateDigest } from '../x509/certificate-digest.ts';
import { type Outcome, passed, refused, warning } from './checks.ts';

/** What the checks of any SignerInfo need: of a document's signature and of a timestamp token alike. */
export type SignerFacts = {
  readonly signer: SignerInfo;
  readonly certificate: Certificate | undefined;
  /** eContentType, which the contentType attribute must repeat */
  readonly contentType: string;
  /** digests of every form of the content that is at hand, under the signer's digest algorithm */
  readonly contentDigests: readonly Uint8Array[];
  /** the time at which algorithms must be good enough */
  readonly reliedUponAt: Date;
};

/** Runs a check whose reading may fail: an attribute that cannot be read is a format failure. */
function readable(check: () => Outcome): Outcome {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof EdsError)) throw error;
    return refused(
      error.code === 'ALGORITHM_UNSUPPORTED' ? error.code : 'ATTRIBUTE_MALFORMED',
      error.message,
    );
  }
}

/** RFC 5652, 5.3 and 11: signed attributes are there, in DER, and say what kind of content they are about. */
export function signedAttributes({ signer, contentType }: SignerFacts): Outcome {
  return readable(() => {
    const attributes = signer.signedAttributes;
    if (!attributes) {
      return refused(
        'SIGNED_ATTRIBUTES_MISSING',
        'without signed attributes content and attributes can be confused',
      );
    }
    if (!attributes.sorted)
      return refused('SIGNED_ATTRIBUTES_UNSORTED', 'signed attributes are not in DER order');
    const type = singleValue(attributes, CMS_ATTRIBUTE.contentType);
    if (!type || readObjectIdentifier(type) !== contentType) {
      return refused('CONTENT_TYPE_WRONG', `the contentType attribute does not say ${contentType}`);
    }
    if (!singleValue(attributes, CMS_ATTRIBUTE.messageDigest)) {
      return refused('MESSAGE_DIGEST_MISSING', 'there is no messageDigest attribute');
    }
    return passed('contentType and messageDigest come once');
  });
}

/** RFC 5652, 5.4: the messageDigest attribute is the digest of the content. */
export function contentDigest({ signer, contentDigests }: SignerFacts): Outcome {
  return readable(() => {
    const value = singleValue(signer.signedAttributes, CMS_ATTRIBUTE.messageDigest);
    if (!value) return refused('MESSAGE_DIGEST_MISSING', 'there is no messageDigest attribute');
    const said = readOctetString(value);
    if (contentDigests.length === 0)
      return refused('CONTENT_MISSING', 'the signature is detached and no content is given');
    const agrees = contentDigests.every((computed) => sameBytes(computed, said));
    return agrees
      ? passed('the content is the signed one')
      : refused('CONTENT_CHANGED', 'the content is not the signed one');
  });
}

export function signingCertificate({ signer, certificate }: SignerFacts): Outcome {
  if (certificate)
    return passed('the certificate of the signer is at hand', { sha256: certificate.fingerprint });
  return refused(
    'SIGNER_CERTIFICATE_NOT_FOUND',
    `no certificate for the signer named by ${signer.signer.kind}`,
  );
}

/** RFC 5035: signingCertificate binds the certificate where it is present. */
export function certificateReference(facts: SignerFacts): Outcome {
  const { signer, certificate, reliedUponAt } = facts;
  return readable(() => {
    const references = readEssCertificateIds(signer.signedAttributes);
    if (references.length === 0)
      return warning('CERTIFICATE_REFERENCE_ABSENT', 'the signature does not bind its certificate');
    if (!certificate) return refused('SIGNER_CERTIFICATE_NOT_FOUND', 'there is no certificate to compare');
    for (const reference of references) {
      const refusal = digestRefusal(reference.digestOid, 'certificate-reference', reliedUponAt);
      if (refusal) return refused('ALGORITHM_NOT_RELIED_UPON', refusal);
      const agrees = sameBytes(certificateDigest(certificate, reference.digestOid), reference.hash);
      if (!agrees || !issuerSerialAgrees(reference, certificate)) {
        return refused('CERTIFICATE_REFERENCE_WRONG', `${reference.attribute} names another certificate`);
      }
    }
    return passed(`bound by ${references.map(({ attribute }) => attribute).join(', ')}`);
  });
}

/** The mathematics: over the received attributes as a SET OF (RFC 5652, 5.4). */
export function signatureValue({ signer, certificate }: SignerFacts): Outcome {
  if (!certificate || !signer.signedAttributes) {
    return certificate
      ? refused('SIGNED_ATTRIBUTES_MISSING', 'there is nothing that could be signed')
      : refused('SIGNER_CERTIFICATE_NOT_FOUND', 'there is no key to verify with');
  }
  try {
    const holds = verifySignature({
      spki: certificate.publicKey.encoded,
      signatureAlgorithm: signer.signatureAlgorithm,
      digestOid: signer.digestAlgorithm.oid,
      data: signer.signedAttributes.encoded,
      signature: signer.signature,
    });
    return holds ? passed('the signature holds') : refused('SIGNATURE_WRONG', 'the signature does not hold');
  } catch (error) {
    return refusedAlgorithm(error);
  }
}

function refusedAlgorithm(error: unknown): Outcome {
  if (!(error instanceof EdsError)) throw error;
  if (error.code === 'ALGORITHM_MISMATCH' || error.code === 'KEY_MALFORMED')
    return refused(error.code, error.message);
  return refused('ALGORITHM_UNSUPPORTED', error.message);
}

/** Whether digest and key are still relied upon (ETSI TS 119 312; the allow-list). */
export function algorithmStrength({ signer, certificate, reliedUponAt }: SignerFacts): Outcome {
  try {
    const weakDigest = digestRefusal(signer.digestAlgorithm.oid, 'signature', reliedUponAt);
    const weakKey = certificate && keyRefusal(readPublicKey(certificate.publicKey.encoded), reliedUponAt);
    const refusal = weakDigest ?? weakKey;
    return refusal
      ? refused('ALGORITHM_NOT_RELIED_UPON', refusal)
      : passed('digest and key are on the allow-list');
  } catch (error) {
    return refusedAlgorithm(error);
  }
}

/** RFC 6211: where the attribute is present, it repeats both algorithms. */
export function algorithmProtection({ signer }: SignerFacts): Outcome {
  return readable(() => {
    const value = singleValue(signer.signedAttributes, CMS_ATTRIBUTE.algorithmProtection);
    if (!value) return passed('not used');
    const cursor = enter(value, TAG.sequence);
    const digestAlgorithm = readAlgorithmIdentifier(next(cursor));
    const signature = optional(cursor, contextTag(1));
    const agrees =
      sameAlgorithm(digestAlgorithm, signer.digestAlgorithm) &&
      signature !== undefined &&
      sameAlgorithm(readAlgorithmIdentifier(signature, contextTag(1)), signer.signatureAlgorithm);
    return agrees
      ? passed('algorithms are as signed')
      : refused('ALGORITHM_PROTECTION_WRONG', 'algorithms are not the signed ones');
  });
}

/** The certificate that a SignerInfo names, out of those at hand; the one that ESS binds where several fit. */
export function findCertificate(
  signer: SignerInfo,
  certificates: readonly Certificate[],
): Certificate | undefined {
  const named = certificates.filter((certificate) => isNamedBy(signer.signer, certificate));
  return named.length > 1
    ? (named.find((certificate) => isBound(signer, certificate)) ?? named[0])
    : named[0];
}

function isBound(signer: SignerInfo, certificate: Certificate): boolean {
  try {
    return readEssCertificateIds(signer.signedAttributes).every(({ digestOid, hash }) =>
      sameBytes(certificateDigest(certificate, digestOid), hash),
    );
  } catch (error) {
    if (error instanceof EdsError) return false;
    throw error;
  }
}
