import { type ActionContract, type Actor, identity, Refusal, restActions } from '@edo/contracts';
import { inSpan } from '@edo/kit';
import { isValidTraceId, SpanKind } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EdgeDependencies } from './edge.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { readParams } from './params.ts';
import { type RestRoute, restRoute } from './rest.ts';
import { signIn } from './sign-in.ts';

/** One HTTP route for each action of the contracts that has one. */
export function routeActions(app: FastifyInstance, deps: EdgeDependencies): void {
  for (const route of restActions.map(restRoute)) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => answer(route, request, reply, deps),
    });
  }
}

async function answer(
  route: RestRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: EdgeDependencies,
) {
  const { action, path, method, source } = route;
  const as =
    action.access === 'public'
      ? await asAnyone(method, request, reply, deps)
      : await asActor(action, request, reply, deps);
  const params = readParams(action, partsOf(request), source);
  const result = await inSpan(`${method} ${path}`, SpanKind.SERVER, (span) => {
    const { traceId } = span.spanContext();
    if (isValidTraceId(traceId)) request.trace = traceId;
    return deps.ask(action, params, as);
  });
  if (action.name === identity.actions.endSession.name) deps.sessions.forget(request.sessionId);
  const status = action.status ?? 200;
  reply.code(status).header('cache-control', 'no-store');
  return status === 204 ? null : result;
}

const partsOf = ({ params, query, body }: FastifyRequest) => ({
  path: params as Record<string, unknown>,
  query: query as Record<string, unknown>,
  body,
});

/** Where anyone may ask, writing is signing in: it has a limit of its own, and no command that others could repeat. */
async function asAnyone(
  method: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { limits }: EdgeDependencies,
) {
  if (method !== 'GET') await limits.signIn(request, reply);
  return {};
}

async function asActor(
  { access }: ActionContract,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: EdgeDependencies,
) {
  const { actor, assertion } = await signIn(request, reply, deps);
  if (access !== 'signed-in' && access !== actor.kind) throw notFor(actor);
  const command = request.method === 'GET' ? undefined : idempotencyKey(request.headers['idempotency-key']);
  return { actor: assertion, ...(command !== undefined && { command }) };
}

const notFor = ({ kind }: Actor) => new Refusal('NOT_ALLOWED', `this is not for a signed-in ${kind}`);
