import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Refusal } from '@edo/contracts';
import type { Log } from '@edo/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusalOf } from './errors.ts';
import { defectOf, PROBLEM_TYPE, type Problem, problemOf, retryAfter } from './problem.ts';

/** Answers every error of the application as `application/problem+json`: refusals as they are, defects as 500 and in the log. */
export function answerProblems(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log));
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

/** Also for what fastify refuses before any route or hook. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log) {
  const refusal = refusalOf(error);
  if (refusal) addHeaders(refusal, request, reply);
  else
    log.error(
      { err: error, trace: context(request).trace, route: request.routeOptions.url },
      'a request failed',
    );
  return send(reply, refusal ? problemOf(refusal, context(request)) : defectOf(context(request)));
}

/** What came is no HTTP request, or its headers are too large or too slow: there is a socket and no request. */
export function answerNoRequest({ code }: { code?: string }, socket: Socket, trace: string): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const refusal = new Refusal('PARAMS_INVALID', `this is no request: ${STATUS_CODES[status]}`);
  const body = JSON.stringify({ ...problemOf(refusal, { trace, acceptLanguage: undefined }), status });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const context = ({ trace, id, headers }: FastifyRequest) => ({
  trace: trace || id,
  acceptLanguage: headers['accept-language'],
});

function addHeaders(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): void {
  const { code } = refusal;
  const seconds = retryAfter(refusal);
  if (seconds !== null) reply.header('retry-after', seconds);
  if (code === 'NOT_SIGNED_IN' || code === 'ACTOR_INVALID') reply.header('www-authenticate', 'Bearer');
  if (!request.raw.complete) request.raw.resume(); // what it still sends is thrown away, else it never reads the answer
}

const send = (reply: FastifyReply, problem: Problem) =>
  reply
    .code(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .send(Buffer.from(JSON.stringify(problem)));
