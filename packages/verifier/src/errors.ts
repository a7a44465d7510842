/** Why bytes are no bundle at all, or parts make none. What can be read but does not hold is a failed check, not an error. */
export type BundleErrorCode =
  | 'ZIP_MALFORMED' // not a ZIP file as the format narrows it
  | 'ZIP_LIMIT' // too large, or too many entries
  | 'PATH_FORBIDDEN' // a path that could mean something else elsewhere
  | 'PATH_REPEATED' // the same path twice, letter case aside
  | 'PART_MALFORMED' // a part that breaks the rules of its role
  | 'MANIFEST_MALFORMED';

export class BundleError extends Error {
  override readonly name = 'BundleError';
  readonly code: BundleErrorCode;
  /** Path of the part concerned, when there is one. */
  readonly part: string | undefined;

  constructor(code: BundleErrorCode, message: string, part?: string) {
    super(message);
    this.code = code;
    this.part = part;
  }
}
