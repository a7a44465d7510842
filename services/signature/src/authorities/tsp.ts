import { randomBytes } from 'node:crypto';
import {
  createTimestampRequest,
  DIGEST,
  EdsError,
  readTimestampResponse,
  type TrustList,
  validateTimestampToken,
} from '@edo/eds';
import type { Clock } from '@edo/kit';
import { coalesced } from './coalesce.ts';
import { AuthorityUnavailable, type Exchange } from './exchange.ts';

/** A time-stamp token (DER) of a trusted TSA over the SHA-256 that was asked for, and its time. */
export interface Timestamp {
  readonly token: Uint8Array;
  readonly genTime: Date;
}

/** Asks НУЦ РК for a timestamp over a SHA-256 digest (RFC 3161). @throws AuthorityUnavailable also for an answer that may not be relied upon */
export type Stamp = (sha256: Uint8Array) => Promise<Timestamp>;

interface Deps {
  readonly exchange: Exchange;
  readonly policy: string;
  readonly trust: TrustList;
  readonly clock: Clock;
}

/** How far a fresh timestamp may lie from our clock, milliseconds: one that was dated back would prove what is not so. */
const CLOCK_SKEW = 60_000;

export function tspClient(deps: Deps): Stamp {
  const shared = coalesced<Timestamp>();
  return (sha256) => shared(Buffer.from(sha256).toString('hex'), () => stamp(sha256, deps));
}

async function stamp(digest: Uint8Array, { exchange, policy, trust, clock }: Deps): Promise<Timestamp> {
  const nonce = BigInt(`0x00${randomBytes(8).toString('hex')}`);
  const request = createTimestampRequest({ digest, digestOid: DIGEST.sha256, nonce, policy });
  const { encoded: token, token: read } = readAnswer(await exchange(request.encoded), request);
  const at = new Date(clock.millis());
  const judgement = await validateTimestampToken(token, {
    imprintOf: { digest: async () => digest },
    trust,
    at,
  });
  const { genTime } = read.info;
  if (judgement.indication !== 'TOTAL-PASSED') {
    const wrong = judgement.checks.find(({ status }) => status === 'failed' || status === 'indeterminate');
    throw new AuthorityUnavailable(`the timestamp may not be relied upon: ${wrong?.code} ${wrong?.message}`);
  }
  if (Math.abs(genTime.getTime() - at.getTime()) > CLOCK_SKEW)
    throw new AuthorityUnavailable(
      `the timestamp is of ${genTime.toISOString()}, asked for at ${at.toISOString()}`,
    );
  return { token, genTime };
}

function readAnswer(bytes: Uint8Array, request: ReturnType<typeof createTimestampRequest>) {
  try {
    return readTimestampResponse(bytes, request);
  } catch (error) {
    if (error instanceof EdsError)
      throw new AuthorityUnavailable(`the answer of the TSA is not accepted: ${error.message}`, {
        cause: error,
      });
    throw error;
  }
}
