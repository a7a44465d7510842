import { digestRefusal, keyRefusal } from '../algorithms/allow-list.ts';
import { lruCache } from '../algorithms/lru-cache.ts';
import { readPublicKey } from '../algorithms/public-keys.ts';
import { signatureScheme } from '../algorithms/signature-schemes.ts';
import { verifySignature } from '../algorithms/verify.ts';
import { EdsError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { PathFaultCode } from './faults.ts';

type SignatureFault = { readonly code: PathFaultCode; readonly message: string };

/** The mathematics of one certificate under one issuer never changes: it is done once. Bounded. */
const known = lruCache<SignatureFault | 'holds'>(2048);

/** Why the signature of a certificate does not hold under its issuer's key; undefined where it does. */
export function signatureFault(certificate: Certificate, issuer: Certificate): SignatureFault | undefined {
  const result = known(`${certificate.fingerprint}:${issuer.fingerprint}`, () =>
    compute(certificate, issuer),
  );
  return result === 'holds' ? undefined : result;
}

function compute(certificate: Certificate, issuer: Certificate): SignatureFault | 'holds' {
  const { tbs: data, signature, signatureAlgorithm } = certificate;
  try {
    const holds = verifySignature({ spki: issuer.publicKey.encoded, signatureAlgorithm, data, signature });
    return holds
      ? 'holds'
      : { code: 'SIGNATURE_INVALID', message: 'the signature of the certificate does not hold' };
  } catch (error) {
    if (error instanceof EdsError) return { code: 'ALGORITHM_REFUSED', message: error.message };
    throw error;
  }
}

/** Why the algorithm or key under a certificate may not be relied upon at this time; undefined where it may. */
export function algorithmRefusal(
  certificate: Certificate,
  issuer: Certificate,
  at: Date,
): string | undefined {
  const { digest } = signatureScheme(certificate.signatureAlgorithm);
  return digestRefusal(digest, 'signature', at) ?? keyRefusal(readPublicKey(issuer.publicKey.encoded), at);
}
