import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Log } from '@edo/kit';
import { waitBefore } from '../domain/backoff.ts';
import { admit, afterFailure, type Breaker, UNBROKEN } from '../domain/breaker.ts';

/** An authority did not answer, or answered what is no answer; it may be asked again later. */
export class AuthorityUnavailable extends Error {
  override readonly name = 'AuthorityUnavailable';
}

export interface Patience {
  /** Milliseconds of one attempt. */
  readonly timeoutMillis: number;
  /** Milliseconds of all attempts together. */
  readonly budgetMillis: number;
  readonly attempts: number;
}

/** One service of НУЦ РК at one address. */
export interface Address {
  /** What messages call it. */
  readonly name: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly requestType?: string;
  readonly responseType: string;
  /** Bytes that an answer may have. */
  readonly limit: number;
}

/** Sends a request and gives the raw answer. @throws AuthorityUnavailable */
export type Exchange = (body?: Uint8Array) => Promise<Uint8Array>;

/** An exchange with timeouts, repetitions with jitter, and a circuit breaker. */
export function exchangeWith(address: Address, patience: Patience, clock: Clock, log: Log): Exchange {
  let breaker: Breaker = UNBROKEN;
  const attempt = async (body: Uint8Array | undefined, left: number): Promise<Uint8Array> => {
    const asked = admit(breaker, clock.millis());
    breaker = asked.breaker;
    if (!asked.admitted)
      throw new AuthorityUnavailable(`${address.name} has failed often and is left alone now`);
    try {
      const answer = await request(address, body, Math.min(left, patience.timeoutMillis));
      breaker = UNBROKEN;
      return answer;
    } catch (error) {
      breaker = afterFailure(breaker, clock.millis());
      throw error;
    }
  };
  return async (body) => {
    const deadline = performance.now() + patience.budgetMillis;
    for (let number = 1; ; number += 1) {
      const left = deadline - performance.now();
      try {
        return await attempt(body, left);
      } catch (error) {
        if (error instanceof AuthorityUnavailable) throw error;
        log.warn({ authority: address.name, attempt: number, err: error }, 'an authority did not answer');
        const pause = waitBefore(number + 1, Math.random());
        if (number === patience.attempts || performance.now() + pause >= deadline)
          throw new AuthorityUnavailable(`${address.name} does not answer`, { cause: error });
        await wait(pause);
      }
    }
  };
}

async function request(
  address: Address,
  body: Uint8Array | undefined,
  timeoutMillis: number,
): Promise<Uint8Array> {
  const response = await fetch(address.url, {
    method: address.method,
    redirect: 'error', // an address comes from the configuration and from nowhere else
    signal: AbortSignal.timeout(Math.max(1, Math.round(timeoutMillis))),
    headers: {
      accept: address.responseType,
      ...(address.requestType ? { 'content-type': address.requestType } : {}),
    },
    ...(body ? { body: Uint8Array.from(body) } : {}),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${address.name} answered HTTP ${response.status}`);
  }
  return readLimited(response, address);
}

async function readLimited(response: Response, { name, limit }: Address): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > limit) throw new Error(`${name} answered more than ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
