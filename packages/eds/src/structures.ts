/*
 * For programs that make structures of their own, as the sandbox НУЦ РК does: DER, object identifiers, and the key
 * derivation of containers. Whoever judges what others made needs `index.ts` alone.
 */
export { CMS_ATTRIBUTE, CONTENT_TYPE } from './cms/oids.ts';
export { findEntry } from './crl/entries.ts';
export { readObjectIdentifier } from './der/oid.ts';
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
} from './der/reader.ts';
export { contextTag, TAG } from './der/tags.ts';
export {
  hex,
  readBoolean,
  readInteger,
  readOctetString,
  readSmallInteger,
  sameBytes,
} from './der/values.ts';
export * as der from './der/writer.ts';
export { derive, PURPOSE_ID } from './pkcs12/key-derivation.ts';
export { readAlgorithmIdentifier } from './x509/algorithm-identifier.ts';
export { ATTRIBUTE, EXTENSION, PURPOSE } from './x509/oids.ts';
