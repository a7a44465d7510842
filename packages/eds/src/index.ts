export {
  type DigestUse,
  digestAllowances,
  digestRefusal,
  keyAllowances,
  keyRefusal,
} from './algorithms/allow-list.ts';

// algorithms: digests, signatures, and the dated list of what may be relied upon
export { createHash, type DigestAlgorithm, digest, digestAlgorithm } from './algorithms/digests.ts';
export { type GostKey, gostKeys } from './algorithms/gost-keys.ts';
export { DIGEST, KEY, SIGNATURE } from './algorithms/oids.ts';
export { type PublicKey, readPublicKey } from './algorithms/public-keys.ts';
export { type SignatureScheme, signatureScheme } from './algorithms/signature-schemes.ts';
export { type SignedBytes, verifySignature } from './algorithms/verify.ts';
export { EdsError, type EdsErrorCode } from './errors.ts';
export type { Hasher } from './gost/hasher.ts';
