import { constants, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { EdsError } from '../errors.ts';
import type { AlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { digest, digestAlgorithm } from './digests.ts';
import { type PublicKey, readPublicKey } from './public-keys.ts';
import { type SignatureScheme, signatureScheme } from './signature-schemes.ts';

/** A signature, and what it is said to be a signature of. */
export type SignedBytes = {
  /** SubjectPublicKeyInfo of the signer, DER. */
  readonly spki: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** The digest named beside the signature algorithm: a SignerInfo has one, a certificate has not. */
  readonly digestOid?: string | undefined;
  /** The signed bytes. */
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
};

/**
 * Whether `signature` is the signature of `data` under this key. Pure mathematics: whether the algorithm may be
 * relied upon at some time is asked of `algorithmRefusal`.
 * A wrong signature, however malformed, is `false`. Errors: ALGORITHM_UNSUPPORTED, ALGORITHM_MISMATCH (key, signature
 * algorithm and digest do not belong together), KEY_MALFORMED.
 */
export function verifySignature({
  spki,
  signatureAlgorithm,
  digestOid,
  data,
  signature,
}: SignedBytes): boolean {
  const scheme = signatureScheme(signatureAlgorithm, digestOid);
  return verifyWith(readPublicKey(spki), scheme, data, signature);
}

function verifyWith(
  key: PublicKey,
  scheme: SignatureScheme,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (key.family === 'gost' && scheme.family === 'gost' && scheme.digest === key.gost.digest) {
    return key.key.verify(digest(scheme.digest, data), signature);
  }
  const { nodeName } = digestAlgorithm(scheme.digest);
  if (key.family !== 'gost' && nodeName !== undefined) {
    const padding = nodePadding(key, scheme);
    if (padding) return nodeVerify(nodeName, data, { key: key.key, ...padding }, signature);
  }
  throw new EdsError(
    'ALGORITHM_MISMATCH',
    `a key of ${describe(key)} does not make signatures of ${scheme.family} over ${digestAlgorithm(scheme.digest).name}`,
  );
}

/** The options of node:crypto for this key and scheme; undefined where they do not belong together. */
function nodePadding(
  key: PublicKey,
  scheme: SignatureScheme,
): { padding?: number; saltLength?: number } | undefined {
  if (key.family === 'ecdsa' && scheme.family === 'ecdsa') return {};
  if (key.family !== 'rsa') return undefined;
  if (scheme.family === 'rsa-pss')
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength };
  return scheme.family === 'rsa-pkcs1' && !key.pssOnly ? { padding: constants.RSA_PKCS1_PADDING } : undefined;
}

const describe = (key: PublicKey): string => (key.family === 'gost' ? key.gost.name : key.family);

/** OpenSSL refuses some requests before it looks at the signature: restricted PSS keys, keys too short for the digest. */
function nodeVerify(
  digestName: string,
  data: Uint8Array,
  key: VerifyKeyObjectInput,
  signature: Uint8Array,
): boolean {
  try {
    return verify(digestName, data, key, signature);
  } catch (cause) {
    throw new EdsError('ALGORITHM_MISMATCH', `the key does not verify signatures over ${digestName}`, {
      cause,
    });
  }
}
