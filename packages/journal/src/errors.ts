/** Why the journal refuses bytes or arguments. Verification that merely fails answers `false` instead. */
export type JournalErrorCode =
  | 'INDEX_OUT_OF_RANGE' // a leaf or a size that the tree does not have
  | 'TILE_INCOMPLETE' // the reader of tiles gave fewer hashes than asked
  | 'JSON_NOT_CANONICAL' // a value or bytes that RFC 8785 (as narrowed here) does not allow
  | 'KEY_MALFORMED' // a verifier key or key binding that cannot be read
  | 'NOTE_MALFORMED' // not a C2SP signed note
  | 'NOTE_SIGNATURE_INVALID' // a known key's signature does not verify
  | 'NOTE_NOT_SIGNED' // no signature of a key that was asked for
  | 'CHECKPOINT_MALFORMED' // a signed note whose text is no checkpoint
  | 'PROOF_MALFORMED'; // not a C2SP tlog-proof

export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code: JournalErrorCode;

  constructor(code: JournalErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
