import { randomBytes } from 'node:crypto';
import type { Ask, Clock, Log, ObjectClient } from '@edo/kit';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { type FastifyInstance, fastify } from 'fastify';
import type { Config } from './config.ts';
import { limitsOn } from './limits.ts';
import { openApiDocument } from './openapi/document.ts';
import { routePages } from './openapi/pages.ts';
import { answerError, answerNoRequest, answerProblems } from './problems/answer-problems.ts';
import { routeActions } from './routes/actions.ts';
import { routeDownload } from './routes/download.ts';
import { readJson } from './routes/json-body.ts';
import { rememberRoutes } from './routes/table.ts';
import { routeUpload } from './routes/upload.ts';
import { sessionsThrough } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** 32 hexadecimal digits that name this request in logs and traces. */
    trace: string;
    /** Of the session that calls; empty before it is known. */
    sessionId: string;
  }
  interface FastifyInstance {
    methodsOf(url: string): string[];
  }
}

interface Dependencies {
  readonly config: Config;
  readonly ask: Ask;
  readonly objects: ObjectClient;
  readonly clock: Clock;
  readonly log: Log;
}

/** The HTTP edge of the platform, not yet listening. */
export async function gatewayApp({
  config,
  ask,
  objects,
  clock,
  log,
}: Dependencies): Promise<FastifyInstance> {
  const newTrace = () => randomBytes(16).toString('hex');
  const app = fastify({
    bodyLimit: config.BODY_MAX_BYTES,
    trustProxy: config.TRUSTED_PROXIES?.split(',') ?? false,
    genReqId: newTrace,
    requestTimeout: 15 * 60_000, // a large upload over a slow line
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply, log),
    clientErrorHandler: (error, socket) => answerNoRequest(error, socket, newTrace()),
  });
  app.decorateRequest('trace', '');
  app.decorateRequest('sessionId', '');
  app.decorate('methodsOf', rememberRoutes(app));
  answerProblems(app, log);
  readOnlyJson(app);
  await app.register(helmet, SECURITY_HEADERS);
  await app.register(rateLimit, { global: false });

  const limits = limitsOn(app, config);
  app.addHook('onRequest', async (request, reply) => {
    request.trace = request.id;
    await limits.address(request, reply);
  });
  const sessions = sessionsThrough(ask, clock);
  const deps = { ask, sessions, limits, objects, maxBytes: config.OBJECT_MAX_BYTES };
  routeActions(app, deps);
  routeUpload(app, deps);
  routeDownload(app, deps);
  routePages(app, openApiDocument());
  return app;
}

/** Nothing here is a page that loads anything; the few pages there are allow themselves their own style sheet. */
const SECURITY_HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  frameguard: { action: 'deny' },
} as const;

function readOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => readJson(body),
  );
}
