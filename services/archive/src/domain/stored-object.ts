/** Who keeps an object and, where it is said, until when. */
export interface Holder {
  readonly holder: string;
  readonly until?: string;
}

/** A stored object; without its wrapped key its bytes are destroyed for good. */
export interface StoredObject {
  readonly objectId: string;
  /** Each change of holders or holds makes a new one. */
  readonly version: number;
  readonly size: number;
  readonly sha256: string;
  readonly mediaType: string;
  readonly storedAt: Date;
  readonly storedBy: string;
  readonly blobId: string;
  readonly wrappedKey: { readonly kek: string; readonly key: Buffer } | null;
  readonly holders: readonly Holder[];
  readonly holds: readonly string[];
}

/** The object with this holder, or null when it holds it already in the same way: then nothing happened. */
export function keptBy(object: StoredObject, { holder, until }: Holder): StoredObject | null {
  const known = object.holders.find((one) => one.holder === holder);
  if (known && known.until === until) return null;
  const others = object.holders.filter((one) => one !== known);
  return { ...object, holders: [...others, until === undefined ? { holder } : { holder, until }] };
}

/** The object with all these holders, or null when nothing changes. */
export function keptByAll(object: StoredObject, holders: readonly Holder[]): StoredObject | null {
  const kept = holders.reduce((before, holder) => keptBy(before, holder) ?? before, object);
  return kept === object ? null : kept;
}

/** The object under one more hold. */
export const heldBy = (object: StoredObject, holdId: string): StoredObject => ({
  ...object,
  holds: [...object.holds, holdId],
});
