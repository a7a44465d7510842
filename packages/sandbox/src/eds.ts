/** What the sandbox takes from the ЭЦП library: DER, digests, keys, and reading of what others made. */
export { digest, digestAlgorithm } from '../../eds/src/algorithms/digests.ts';
export { DIGEST, SIGNATURE } from '../../eds/src/algorithms/oids.ts';
export { CMS_ATTRIBUTE, CONTENT_TYPE } from '../../eds/src/cms/oids.ts';
export { parseCrl } from '../../eds/src/crl/crl.ts';
export { findEntry } from '../../eds/src/crl/entries.ts';
export { readObjectIdentifier } from '../../eds/src/der/oid.ts';
export {
  contentOf,
  type Element,
  encodingOf,
  enter,
  finish,
  members,
  next,
  only,
  optional,
  peek,
  readRoot,
} from '../../eds/src/der/reader.ts';
export { contextTag, TAG } from '../../eds/src/der/tags.ts';
export {
  hex,
  readBoolean,
  readInteger,
  readOctetString,
  readSmallInteger,
  sameBytes,
} from '../../eds/src/der/values.ts';
export * as der from '../../eds/src/der/writer.ts';
export { derive, PURPOSE_ID } from '../../eds/src/pkcs12/key-derivation.ts';
export {
  exportPrivateKey,
  generatePrivateKey,
  importPrivateKey,
  type PrivateKey,
} from '../../eds/src/signing/private-key.ts';
export { naturalDigest, signatureAlgorithmOf, signData } from '../../eds/src/signing/sign.ts';
export {
  type AlgorithmIdentifier,
  readAlgorithmIdentifier,
} from '../../eds/src/x509/algorithm-identifier.ts';
export { type Certificate, parseCertificate } from '../../eds/src/x509/certificate.ts';
export { ATTRIBUTE, EXTENSION, PURPOSE } from '../../eds/src/x509/oids.ts';
