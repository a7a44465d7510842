import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Id, Refusal, refusals, type ServiceName } from '@edo/contracts';
import { type Assertions, inSpan, type Log } from '@edo/kit';
import { SpanKind } from '@opentelemetry/api';
import type { Contents } from './contents.ts';

const ROUTE = /^\/objects\/([^/?]+)$/;
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/;

interface Deps {
  readonly contents: Contents;
  readonly assertions: Pick<Assertions, 'verifyCaller'>;
  readonly log: Log;
  readonly uploadMillis: number;
}

/** `PUT /objects/:id` and `GET /objects/:id` for the services of the platform; refusals are `{ code, message, data }`. */
export function objectPort(deps: Deps): Server {
  const server = createServer({ requestTimeout: deps.uploadMillis }, (request, response) => {
    const from = { traceparent: String(request.headers['traceparent'] ?? '') };
    void inSpan(
      `${request.method} /objects/:id`,
      SpanKind.SERVER,
      () => answer(request, response, deps),
      from,
    ).catch((error) => refuse(request, response, error, deps.log));
  });
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, deps: Deps): Promise<void> {
  const id = Id.safeParse(ROUTE.exec(request.url ?? '')?.[1]);
  const handler = { PUT: put, GET: get }[request.method ?? ''];
  if (!id.success || !handler)
    throw new Refusal('ROUTE_NOT_FOUND', 'there are PUT /objects/:id and GET /objects/:id; ids are UUIDs');
  const storedBy = await callerOf(request, deps);
  await handler({ request, response, objectId: id.data, storedBy, ...deps });
}

interface Exchange extends Deps {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly objectId: string;
  readonly storedBy: ServiceName;
}

async function put({ request, response, objectId, storedBy, contents }: Exchange): Promise<void> {
  const mediaType = request.headers['content-type'] ?? '';
  if (!MEDIA_TYPE.test(mediaType) || mediaType.length > 200)
    throw new Refusal('PARAMS_INVALID', 'Content-Type must name the media type of the object');
  const content = request.iterator({ destroyOnReturn: false }); // a refusal must find its way back
  const stored = await contents.put({ objectId, mediaType, storedBy }, content);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(stored));
}

async function get({ response, objectId, contents }: Exchange): Promise<void> {
  const { size, sha256, mediaType, content } = await contents.open(objectId);
  const digest = Buffer.from(sha256, 'hex').toString('base64');
  response.writeHead(200, {
    'content-type': mediaType,
    'content-length': size,
    'repr-digest': `sha-256=:${digest}:`, // RFC 9530
  });
  await pipeline(content, response);
}

async function callerOf(request: IncomingMessage, { assertions }: Deps): Promise<ServiceName> {
  const [, assertion] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (!assertion)
    throw new Refusal('CALLER_NOT_ALLOWED', 'the request does not say which service it comes from');
  return assertions.verifyCaller(assertion, 'objects');
}

/** Nothing can be said once the content flows: the connection is broken, and the length tells that it is not whole. */
function refuse(request: IncomingMessage, response: ServerResponse, error: unknown, log: Log): void {
  const refusal = error instanceof Refusal ? error : null;
  if (!refusal) log.error({ err: error }, 'an object could not be stored or read');
  if (response.headersSent || request.socket.destroyed) {
    response.destroy();
    return;
  }
  const { code, message, data } = refusal ?? {
    code: 'SERVICE_UNAVAILABLE' as const,
    message: 'try again',
    data: {},
  };
  response.writeHead(refusals[code], { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ code, message, data }));
  request.resume(); // the caller reads the answer after it has sent its body
}
