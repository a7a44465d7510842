import { Refusal } from '@edo/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from './config.ts';

const WINDOW_SECONDS = 60;

/** Counts a request; @throws Refusal TOO_MANY_REQUESTS */
export type Limit = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export interface Limits {
  /** Every request, before anything else is done with it. */
  readonly address: Limit;
  /** Every request of a session, once it is known. */
  readonly session: Limit;
  /** Every step of signing in, where passwords and codes are tried. */
  readonly signIn: Limit;
}

/** Limits of this process; what must hold over all copies (tries of a login, codes) is counted by identity. */
export function limitsOn(app: FastifyInstance, config: Config): Limits {
  const limit = (name: string, max: number, keyGenerator?: (request: FastifyRequest) => string): Limit => {
    const count = app.createRateLimit({
      max,
      timeWindow: WINDOW_SECONDS * 1000,
      ...(keyGenerator && { keyGenerator }),
    });
    return async (request, reply) => {
      const counted = await count(request);
      if (counted.isAllowed) return;
      tell(reply, name, counted);
      if (counted.isExceeded)
        throw new Refusal('TOO_MANY_REQUESTS', `more than ${max} requests a minute by this ${name}`, {
          limit: name,
          retryAfterSeconds: counted.ttlInSeconds,
        });
    };
  };
  return {
    address: limit('address', config.REQUESTS_PER_ADDRESS),
    session: limit('session', config.REQUESTS_PER_SESSION, (request) => request.sessionId),
    signIn: limit('sign-in', config.SIGN_INS_PER_ADDRESS),
  };
}

/** The fields of draft-ietf-httpapi-ratelimit-headers-10; each limit is one item of the list. */
function tell(
  reply: FastifyReply,
  name: string,
  { max, remaining, ttlInSeconds }: { max: number; remaining: number; ttlInSeconds: number },
): void {
  const add = (header: string, item: string) => {
    const before = reply.getHeader(header);
    reply.header(header, before === undefined ? item : `${before}, ${item}`);
  };
  add('ratelimit-policy', `"${name}";q=${max};w=${WINDOW_SECONDS}`);
  add('ratelimit', `"${name}";r=${remaining};t=${ttlInSeconds}`);
}
