/** What a bundle may be at most, in bytes and entries; a reader stops before it unpacks more. */
export type ZipLimits = { file: number; entries: number; entry: number; unpacked: number };

const mebibyte = 1 << 20;

export const zipLimits: ZipLimits = {
  file: 256 * mebibyte,
  entries: 1000,
  entry: 128 * mebibyte,
  unpacked: 256 * mebibyte,
};
