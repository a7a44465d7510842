import { digest, digestAlgorithm } from '../algorithms/digests.ts';
import { EdsError } from '../errors.ts';

/** Someone who can tell digests of a content that is elsewhere; `oid` is a digest algorithm. */
export type DigestSource = { readonly digest: (oid: string) => Promise<Uint8Array> };

/** A signed content: its bytes, or who can tell its digests. */
export type Content = Uint8Array | DigestSource;

/** The digest of a content; undefined where the algorithm is not known. What a DigestSource throws is passed on. */
export async function digestOf(content: Content, oid: string): Promise<Uint8Array | undefined> {
  if (!isKnownDigest(oid)) return undefined;
  return content instanceof Uint8Array ? digest(oid, content) : content.digest(oid);
}

/** Digests of everything that is said to be the content, by algorithm. */
export type ContentDigests = (oid: string) => Promise<Uint8Array[]>;

/** Takes each digest of these contents once, however many signers ask: they may be large, and the signers many. */
export function contentDigests(contents: readonly Content[]): ContentDigests {
  const taken = new Map<string, Promise<Uint8Array[]>>();
  return (oid) => {
    const digests = taken.get(oid) ?? digestsOf(contents, oid);
    taken.set(oid, digests);
    return digests;
  };
}

async function digestsOf(contents: readonly Content[], oid: string): Promise<Uint8Array[]> {
  const digests = await Promise.all(contents.map((content) => digestOf(content, oid)));
  return digests.filter((digest) => digest !== undefined);
}

function isKnownDigest(oid: string): boolean {
  try {
    return digestAlgorithm(oid).oid === oid;
  } catch (error) {
    if (error instanceof EdsError) return false;
    throw error;
  }
}
