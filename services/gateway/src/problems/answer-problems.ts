import { Refusal } from '@edo/contracts';
import type { Log } from '@edo/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalOf } from './errors.ts';
import { defectOf, PROBLEM_TYPE, type Problem, problemOf, retryAfter } from './problem.ts';

/** Answers every error of the application as `application/problem+json`: refusals as they are, defects as 500 and in the log. */
export function answerProblems(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (!refusal)
      log.error({ err: error, trace: request.trace, route: request.routeOptions.url }, 'a request failed');
    if (refusal) addHeaders(refusal, request, reply);
    return send(reply, refusal ? problemOf(refusal, context(request)) : defectOf(context(request)));
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = app.methodsOf(request.url);
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    const refusal =
      allowed.length > 0
        ? new Refusal('METHOD_NOT_ALLOWED', `${request.method} is not a method of this address`, { allowed })
        : new Refusal('ROUTE_NOT_FOUND', 'there is nothing at this address; /docs shows what there is');
    return send(reply, problemOf(refusal, context(request)));
  });
}

const context = ({ trace, headers }: FastifyRequest) => ({
  trace,
  acceptLanguage: headers['accept-language'],
});

function addHeaders(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): void {
  const seconds = retryAfter(refusal);
  if (seconds !== null) reply.header('retry-after', seconds);
  if (refusal.code === 'NOT_SIGNED_IN' || refusal.code === 'ACTOR_INVALID')
    reply.header('www-authenticate', 'Bearer');
  const isUnread = refusal.code === 'OBJECT_TOO_LARGE' || refusal.code === 'REQUEST_TOO_LARGE';
  if (isUnread || !request.raw.complete) reply.header('connection', 'close'); // what it still sends is not read
}

const send = (reply: FastifyReply, problem: Problem) =>
  reply
    .code(problem.status)
    .type(PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .send(JSON.stringify(problem));
