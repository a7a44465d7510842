import { ObjectRef } from '@edo/contracts';
import { problemsOf } from './responses.ts';
import type { Schemas } from './schemas.ts';

const ANY_BYTES = { '*/*': { schema: {} } };
const header = (name: string, description: string) => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
});

/** The two paths whose bodies are bytes, not parameters of an action. */
export function objectPaths(schemas: Schemas) {
  const common = { tags: ['objects'], description: 'For a signed-in user of a client.' };
  const language = { $ref: '#/components/parameters/AcceptLanguage' };
  const created = {
    description: 'Created',
    content: { 'application/json': { schema: schemas.of(ObjectRef, 'output') } },
  };
  const bytes = {
    description:
      'The bytes as they were uploaded, to be saved; `Content-Digest` has their SHA-256 (RFC 9530)',
    content: ANY_BYTES,
  };
  const id = { name: 'objectId', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } };
  return {
    '/v1/objects': {
      post: {
        operationId: 'objects.upload',
        summary: 'Upload a file or a CMS; it belongs to your client until a document takes it (5.3.1)',
        ...common,
        parameters: [
          header('Content-Digest', 'sha-256=:…: of the bytes, compared where it is sent (RFC 9530)'),
          language,
        ],
        requestBody: { required: true, content: ANY_BYTES },
        responses: { 201: created, ...problemsOf({ isPublic: false, hasBody: true }) },
      },
    },
    '/v1/objects/{objectId}': {
      get: {
        operationId: 'objects.download',
        summary: "Download an object of your client's documents",
        ...common,
        parameters: [id, language],
        responses: { 200: bytes, ...problemsOf({ isPublic: false, hasBody: false }) },
      },
    },
  };
}
