import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, inSpan, type Log } from '@edo/kit';
import { SpanKind } from '@opentelemetry/api';
import { waitBefore } from '../domain/backoff.ts';
import { admit, afterFailure, type Breaker, UNBROKEN } from '../domain/breaker.ts';
import { measure } from './metrics.ts';

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

/** An exchange with timeouts, repetitions with jitter, and a circuit breaker. @throws AuthorityUnavailable */
export function exchangeWith(address: Address, patience: Patience, clock: Clock, log: Log): Exchange {
  const attempt = guarded(address, clock);
  return async (body) => {
    const deadline = performance.now() + patience.budgetMillis;
    for (let number = 1; ; number += 1) {
      try {
        return await attempt(body, Math.min(patience.timeoutMillis, deadline - performance.now()));
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

/** Single attempts behind the circuit breaker, measured and traced. */
function guarded(address: Address, clock: Clock) {
  const { name } = address;
  let breaker: Breaker = UNBROKEN;
  return async (body: Uint8Array | undefined, timeoutMillis: number): Promise<Uint8Array> => {
    const asked = admit(breaker, clock.millis());
    breaker = asked.breaker;
    if (!asked.admitted) {
      measure(name, 'left-alone', 0);
      throw new AuthorityUnavailable(`${name} has failed often and is left alone now`);
    }
    const started = performance.now();
    try {
      const answer = await inSpan(`НУЦ РК ${name}`, SpanKind.CLIENT, () =>
        request(address, body, timeoutMillis),
      );
      breaker = UNBROKEN;
      measure(name, 'answered', performance.now() - started);
      return answer;
    } catch (error) {
      breaker = afterFailure(breaker, clock.millis());
      measure(name, 'failed', performance.now() - started);
      throw error;
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
