import { sign } from 'node:crypto';
import { digest, digestAlgorithm } from '../algorithms/digests.ts';
import { DIGEST, SIGNATURE } from '../algorithms/oids.ts';
import { verifySignature } from '../algorithms/verify.ts';
import { readRoot } from '../der/reader.ts';
import { nullValue, objectIdentifier, sequence } from '../der/writer.ts';
import { EdsError } from '../errors.ts';
import { signDigest } from '../gost/private-key.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import type { PrivateKey } from './private-key.ts';

const nodeSignatures: Readonly<Record<'rsa' | 'ecdsa', ReadonlyMap<string, string>>> = {
  rsa: new Map([
    [DIGEST.sha256, SIGNATURE.rsaSha256],
    [DIGEST.sha384, SIGNATURE.rsaSha384],
    [DIGEST.sha512, SIGNATURE.rsaSha512],
  ]),
  ecdsa: new Map([
    [DIGEST.sha256, SIGNATURE.ecdsaSha256],
    [DIGEST.sha384, SIGNATURE.ecdsaSha384],
    [DIGEST.sha512, SIGNATURE.ecdsaSha512],
  ]),
};

function signatureOid(privateKey: PrivateKey, digestOid: string): string | undefined {
  if (privateKey.family !== 'gost') return nodeSignatures[privateKey.family].get(digestOid);
  const { gost } = privateKey.key;
  return digestOid === gost.digest ? gost.signatureOid : undefined;
}

/** The digest that a key signs when nothing else is asked for. */
export function naturalDigest(privateKey: PrivateKey): string {
  return privateKey.family === 'gost' ? privateKey.key.gost.digest : DIGEST.sha256;
}

/**
 * AlgorithmIdentifier (DER) of the signatures of this key over this digest: without parameters for ECDSA (RFC 5758),
 * with NULL for RSA (RFC 4055) and ГОСТ (as НУЦ РК writes it). Error: ALGORITHM_MISMATCH.
 */
export function signatureAlgorithmOf(privateKey: PrivateKey, digestOid: string): Uint8Array {
  const oid = signatureOid(privateKey, digestOid);
  if (!oid) {
    throw new EdsError(
      'ALGORITHM_MISMATCH',
      `a key of ${privateKey.family} does not sign ${digestAlgorithm(digestOid).name}`,
    );
  }
  return privateKey.family === 'ecdsa'
    ? sequence(objectIdentifier(oid))
    : sequence(objectIdentifier(oid), nullValue());
}

/**
 * Signs bytes: RSA PKCS#1 v1.5, ECDSA or ГОСТ by the key, over the digest named by `digestOid`. The signature is
 * verified before it is given out, so that a fault while computing cannot leak the key.
 * A ГОСТ key in memory signs in JavaScript, which is not constant time: development and tests only.
 * Errors: ALGORITHM_MISMATCH, SIGNING_REFUSED.
 */
export function signData(privateKey: PrivateKey, digestOid: string, data: Uint8Array): Uint8Array {
  const signatureAlgorithm = readAlgorithmIdentifier(readRoot(signatureAlgorithmOf(privateKey, digestOid)));
  const signature =
    privateKey.family === 'gost'
      ? signDigest(privateKey.key.gost.curve, privateKey.key.d, digest(digestOid, data))
      : new Uint8Array(sign(digestAlgorithm(digestOid).nodeName, data, privateKey.key));
  if (!verifySignature({ spki: privateKey.spki, signatureAlgorithm, digestOid, data, signature })) {
    throw new EdsError('SIGNING_REFUSED', 'the signature just made does not verify: a fault of this machine');
  }
  return signature;
}
