import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EdgeDependencies } from './edge.ts';

/** Resolves the session of a request and counts the request to it. @throws Refusal NOT_SIGNED_IN, TOO_MANY_REQUESTS */
export async function signIn(request: FastifyRequest, reply: FastifyReply, deps: EdgeDependencies) {
  const resolved = await deps.sessions.resolve(request.headers.authorization);
  if (resolved.actor.kind !== 'service') request.sessionId = resolved.actor.sessionId;
  await deps.limits.session(request, reply);
  return resolved;
}
