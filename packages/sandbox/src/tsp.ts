import { randomBytes } from 'node:crypto';
import { digestAlgorithm } from '@edo/eds';
import { der } from '@edo/eds/structures';
import type { Authority } from './authorities.ts';
import type { Behaviour } from './behaviour.ts';
import { daysFrom } from './clock.ts';
import { strangerLike } from './stranger.ts';
import { makeTimestampToken } from './timestamp-token.ts';
import { readTimestampRequest, type TimestampRequest } from './tsp-request.ts';

/** PKIFailureInfo (RFC 3161, 2.4.2): bit numbers. */
const FAILURE = { badAlg: 0, badRequest: 2, badDataFormat: 5, unacceptedPolicy: 15 } as const;

/** Answers a TimeStampReq: the policy chooses the TSA, as at НУЦ РК; without one the first authority stamps. */
export function answerTimestamp(
  bytes: Uint8Array,
  authorities: readonly Authority[],
  now: Date,
  { lie }: Behaviour,
): Uint8Array {
  const request = tryRead(bytes);
  if (!request) return refusal('badRequest');
  const { policy } = request;
  const authority = policy ? authorities.find((one) => one.timestampPolicy === policy) : authorities[0];
  if (!authority) return refusal('unacceptedPolicy');
  const imprintLength = lengthOf(request.imprintAlgorithm);
  if (imprintLength === undefined) return refusal('badAlg');
  if (request.imprint.length !== imprintLength) return refusal('badDataFormat');
  const token = makeTimestampToken(
    lie === 'signed-by-stranger' ? strangerLike(authority.tsa, 'timeStamping', now) : authority.tsa,
    {
      ...request,
      ...(lie === 'wrong-nonce' ? { nonce: der.integer(4711) } : {}),
      ...(lie === 'wrong-imprint' ? { imprint: randomBytes(imprintLength) } : {}),
    },
    authority.timestampPolicy,
    lie === 'stale' ? daysFrom(now, -1) : now,
  );
  return der.sequence(der.sequence(der.integer(0)), token);
}

function tryRead(bytes: Uint8Array): TimestampRequest | undefined {
  try {
    return readTimestampRequest(bytes);
  } catch {
    return undefined;
  }
}

function lengthOf(oid: string): number | undefined {
  try {
    return digestAlgorithm(oid).byteLength;
  } catch {
    return undefined;
  }
}

/** TimeStampResp with status rejection. */
function refusal(failure: keyof typeof FAILURE): Uint8Array {
  const bit = FAILURE[failure];
  const octets = new Uint8Array(Math.floor(bit / 8) + 1);
  octets[octets.length - 1] = 0x80 >> (bit % 8);
  const info = der.bitString(octets, 7 - (bit % 8));
  return der.sequence(der.sequence(der.integer(2), der.sequence(der.utf8String(failure)), info));
}
