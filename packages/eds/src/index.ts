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

// signing: keys, signers, CAdES
export { type Pkcs12, readPkcs12 } from './pkcs12/pkcs12.ts';
export { addSigner, type SigningOptions, signAttached, signDetached } from './signing/cades.ts';
export {
  addCertificates,
  addRevocationData,
  addRevocationValues,
  addTimestamp,
  type RevocationData,
} from './signing/extend.ts';
export {
  exportPrivateKey,
  generatePrivateKey,
  importPrivateKey,
  type KeyAlgorithm,
  type PrivateKey,
} from './signing/private-key.ts';
export { naturalDigest, signatureAlgorithmOf, signData } from './signing/sign.ts';
export { memorySigner, pkcs12Signer, type Signer } from './signing/signer.ts';
