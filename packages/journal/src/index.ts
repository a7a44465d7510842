export { decodeBase64, encodeBase64 } from './base64.ts';
export { type CanonicalValue, canonicalJson, parseCanonicalJson } from './canonical-json.ts';
export {
  type Checkpoint,
  formatCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
export { commitTo, SALT_BYTES } from './commitment.ts';
export {
  append,
  type CompactRange,
  emptyRange,
  loadRange,
  rootOf,
  type StoredHash,
} from './compact-range.ts';
export { JournalError, type JournalErrorCode } from './errors.ts';
export { emptyRoot, type Hash, leafHash, nodeHash, sameHash } from './hashing.ts';
export { formatKeyBinding, type KeyBinding, keyBindingType, parseKeyBinding } from './key-binding.ts';
export {
  cosignNote,
  formatNote,
  type Note,
  type NoteSignature,
  parseNote,
  signNote,
  type VerifiedSignature,
  verifyNote,
} from './note.ts';
export {
  ed25519Signer,
  formatVerifierKey,
  keyId,
  type NoteSigner,
  parseVerifierKey,
  type VerifierKey,
} from './note-keys.ts';
export { consistencyProof, inclusionProof, rootOfLeaves } from './proofs.ts';
export { type ReadTile, type TileRead, tileWidth } from './tiles.ts';
export { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts';
export { type Consistency, type Inclusion, verifyConsistency, verifyInclusion } from './verify-proofs.ts';
