import {
  addTimestamp,
  DIGEST,
  digest,
  EdsError,
  type Report,
  readSignedData,
  readTimestampToken,
  type SignerInfo,
} from '@edo/eds';
import { AuthorityUnavailable } from './authorities/exchange.ts';
import type { Stamp } from './authorities/tsp.ts';

/** A CMS with timestamps beside those it came with: a copy to judge by; the received bytes stay as they are. */
export interface Stamped {
  readonly cms: Uint8Array;
  /** Tokens that were added. */
  readonly tokens: readonly Uint8Array[];
  /** By the place of the signature: why none could be had. */
  readonly unstamped: ReadonlyMap<number, string>;
}

/** Adds the tokens that are over one of the signatures. */
export function withTokens(cms: Uint8Array, tokens: readonly Uint8Array[]): Stamped {
  const { signers } = readSignedData(cms);
  let copy = cms;
  const added: Uint8Array[] = [];
  for (const token of tokens) {
    const index = signers.findIndex((signer) => isOver(token, signer));
    if (index < 0) continue;
    copy = addTimestamp(copy, index, token);
    added.push(token);
  }
  return { cms: copy, tokens: added, unstamped: new Map() };
}

function isOver(token: Uint8Array, { signature }: SignerInfo): boolean {
  try {
    const { imprint } = readTimestampToken(token).info;
    return Buffer.compare(digest(imprint.digestOid, signature), imprint.digest) === 0;
  } catch (error) {
    if (error instanceof EdsError) return false;
    throw error;
  }
}

/** Asks a timestamp for every signature that has none that counts; НУЦ РК not answering is told, not thrown. */
export async function stampMissing(cms: Uint8Array, { signatures }: Report, stamp: Stamp): Promise<Stamped> {
  const { signers } = readSignedData(cms);
  const tokens: Uint8Array[] = [];
  const unstamped = new Map<number, string>();
  let copy = cms;
  for (const [index, { timestamps }] of signatures.entries()) {
    if (timestamps.some(({ indication }) => indication === 'TOTAL-PASSED')) continue;
    try {
      const { token } = await stamp(digest(DIGEST.sha256, signers[index]!.signature));
      copy = addTimestamp(copy, index, token);
      tokens.push(token);
    } catch (error) {
      if (!(error instanceof AuthorityUnavailable)) throw error;
      unstamped.set(index, error.message);
    }
  }
  return { cms: copy, tokens, unstamped };
}
