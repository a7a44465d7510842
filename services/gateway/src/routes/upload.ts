import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type ObjectRef, objects, Refusal } from '@edo/contracts';
import type { ObjectClient } from '@edo/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EdgeDependencies } from './edge.ts';
import { invalid } from './params.ts';
import { signIn } from './sign-in.ts';

export interface ObjectDependencies extends EdgeDependencies {
  readonly objects: ObjectClient;
  readonly maxBytes: number;
}

/**
 * `POST /v1/objects`: bytes of any kind stream to the object port as they come, and the uploading client holds them.
 * `Content-Digest` (RFC 9530, sha-256) is compared where it is sent.
 */
export function routeUpload(app: FastifyInstance, deps: ObjectDependencies): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    scope.post('/v1/objects', (request, reply) => upload(request, reply, deps));
  });
}

async function upload(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: ObjectDependencies,
): Promise<ObjectRef> {
  const { actor, assertion } = await signIn(request, reply, deps);
  if (actor.kind !== 'user') throw new Refusal('NOT_ALLOWED', 'only users of clients upload objects');
  const expected = digestOf(request.headers['content-digest']);
  const stored = await store(request, expected, deps);
  const { objectId } = stored;
  const keep = { objectIds: [objectId], holders: [`client:${actor.clientId}`] };
  await deps.ask(objects.actions.keep, keep, { actor: assertion });
  reply.code(201).header('location', `/v1/objects/${objectId}`);
  return stored;
}

async function store(request: FastifyRequest, expected: string | undefined, deps: ObjectDependencies) {
  const body = request.body as Readable | undefined;
  if (!body) throw empty();
  if (Number(request.headers['content-length']) > deps.maxBytes) throw tooLarge(deps.maxBytes);
  const passing = { hash: createHash('sha256'), size: 0, refusal: undefined as Refusal | undefined };
  const mediaType = request.headers['content-type'] ?? 'application/octet-stream';
  const stored = await deps.objects
    .put(pass(body, passing, deps.maxBytes, expected), { mediaType })
    .catch((error) => {
      throw passing.refusal ?? error; // the port only saw that the bytes ended early
    });
  if (stored.sha256 !== passing.hash.digest('hex') || stored.size !== passing.size)
    throw new Error(`object ${stored.objectId}: other bytes were stored than were sent`);
  return stored;
}

interface Passing {
  readonly hash: Hash;
  size: number;
  refusal: Refusal | undefined;
}

/**
 * The bytes, counted and hashed as they pass; a refusal ends them early, so that nothing is stored, and leaves the
 * connection whole, so that the refusal can be read.
 */
async function* pass(body: Readable, passing: Passing, maxBytes: number, expected: string | undefined) {
  const refuse = (refusal: Refusal) => {
    passing.refusal = refusal;
    throw refusal;
  };
  for await (const part of body.iterator({ destroyOnReturn: false })) {
    passing.size += part.length;
    if (passing.size > maxBytes) refuse(tooLarge(maxBytes));
    passing.hash.update(part);
    yield part;
  }
  if (passing.size === 0) refuse(empty());
  if (expected !== undefined && passing.hash.copy().digest('base64') !== expected)
    refuse(invalid([{ path: [], message: 'Content-Digest: these are not the bytes that were announced' }]));
}

const tooLarge = (maxBytes: number) =>
  new Refusal('OBJECT_TOO_LARGE', `an object has at most ${maxBytes} bytes`, { maxBytes });

const empty = () => invalid([{ path: [], message: 'the body is empty; an object has at least one byte' }]);

function digestOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const digest = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(String(header))?.[1];
  if (!digest) throw invalid([{ path: [], message: 'Content-Digest: expected sha-256=:…: (RFC 9530)' }]);
  return digest;
}
