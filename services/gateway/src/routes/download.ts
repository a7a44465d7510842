import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { documents, Id, objects, Refusal } from '@edo/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readParams } from './params.ts';
import { signIn } from './sign-in.ts';
import type { ObjectDependencies } from './upload.ts';

export const DownloadParams = z.strictObject({ objectId: Id });

/** `GET /v1/objects/:objectId`: the bytes of an object that belongs to the client's documents, or that it has uploaded. */
export function routeDownload(app: FastifyInstance, deps: ObjectDependencies): void {
  app.get('/v1/objects/:objectId', { exposeHeadRoute: false }, (request, reply) =>
    download(request, reply, deps),
  );
}

async function download(request: FastifyRequest, reply: FastifyReply, deps: ObjectDependencies) {
  const { actor, assertion } = await signIn(request, reply, deps);
  if (actor.kind !== 'user') throw new Refusal('NOT_ALLOWED', 'only users of clients download objects');
  const { objectId } = readParams({ params: DownloadParams }, parts(request), 'query') as {
    objectId: string;
  };
  const as = { actor: assertion };
  const { clientId } = actor;
  const known = await deps.ask(documents.actions.mayRead, { objectId, clientId }, as);
  const object = await deps.ask(objects.actions.describe, { objectId }, as).catch(absent);
  const isHolder = object?.holders.some(({ holder }) => holder === `client:${clientId}`);
  if (!object || !(known.allowed || isHolder))
    throw new Refusal('NOT_FOUND', `there is no object ${objectId}`, { objectId });
  const bytes = await deps.objects.get(objectId);
  const digest = `sha-256=:${Buffer.from(object.sha256, 'hex').toString('base64')}:`;
  reply
    .type(known.mediaType ?? 'application/octet-stream')
    .header('content-length', object.size)
    .header('content-disposition', disposition(known.fileName ?? objectId))
    .header('content-digest', digest)
    .header('repr-digest', digest)
    .header('cache-control', 'private, no-store');
  return reply.send(Readable.fromWeb(bytes as ReadableStream));
}

/** What does not exist is answered like what belongs to others. */
function absent(error: unknown): null {
  if (error instanceof Refusal && error.code === 'NOT_FOUND') return null;
  throw error;
}

const parts = ({ params, query }: FastifyRequest) => ({
  path: params as Record<string, unknown>,
  query: query as Record<string, unknown>,
  body: undefined,
});

/** RFC 6266, with the name in UTF-8 (RFC 8187); the browser saves it and never shows it on the platform's own origin. */
const disposition = (fileName: string): string => {
  const ascii = fileName.replace(/[^\w.() -]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
};
