import { digestRefusal, keyRefusal } from '../algorithms/allow-list.ts';
import { readPublicKey } from '../algorithms/public-keys.ts';
import { signatureScheme } from '../algorithms/signature-schemes.ts';
import { verifySignature } from '../algorithms/verify.ts';
import { EdsError } from '../errors.ts';
import type { AlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';

/** What a CRL and an OCSP response have in common: a signed part and its signature. */
export type SignedEvidence = {
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
};

/**
 * Whether evidence is signed by this certificate's key, by algorithms that are relied upon at this time. What is not
 * known or does not belong together does not hold.
 */
export function signatureHolds(
  evidence: SignedEvidence,
  signer: Certificate,
  at: Date,
  refusal = digestRefusal,
): boolean {
  const { tbs: data, signatureAlgorithm, signature } = evidence;
  const spki = signer.publicKey.encoded;
  try {
    const { digest } = signatureScheme(signatureAlgorithm);
    if (refusal(digest, 'signature', at) ?? keyRefusal(readPublicKey(spki), at)) return false;
    return verifyOnce(evidence, signer, () => verifySignature({ spki, signatureAlgorithm, data, signature }));
  } catch (error) {
    if (error instanceof EdsError) return false;
    throw error;
  }
}

/** One CRL answers many questions: its signature is verified once per signer, for as long as it is in use. */
const verified = new WeakMap<SignedEvidence, Map<string, boolean>>();

function verifyOnce(evidence: SignedEvidence, signer: Certificate, verify: () => boolean): boolean {
  const results = verified.get(evidence) ?? new Map<string, boolean>();
  verified.set(evidence, results);
  const holds = results.get(signer.fingerprint) ?? verify();
  results.set(signer.fingerprint, holds);
  return holds;
}
