import { Id, restActions } from '@edo/contracts';
import { Problem } from '../problems/problem.ts';
import { restRoute } from '../routes/rest.ts';
import { objectPaths } from './objects.ts';
import { operationOf } from './operations.ts';
import { problemResponses } from './responses.ts';
import { collectSchemas } from './schemas.ts';

export type OpenApiDocument = ReturnType<typeof openApiDocument>;

/** The OpenAPI 3.1 document of the whole API, from the contracts. */
export function openApiDocument() {
  const schemas = collectSchemas();
  for (const named of [Problem, Id]) schemas.of(named, 'output');
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const route of restActions.map(restRoute)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: INFO,
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    tags: TAGS.map(([name, description]) => ({ name, description })),
    paths: { ...paths, ...objectPaths(schemas) },
    components: {
      securitySchemes: { session: SESSION },
      parameters: PARAMETERS,
      responses: problemResponses,
      schemas: Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

const INFO = {
  title: 'Platform for legally significant electronic documents',
  version: '1',
  description:
    "Numbers in parentheses are clauses of the operator's agreement. Every error is a problem (RFC 9457) whose `type` ends in a stable code. " +
    'Instants are RFC 3339 in UTC. Limits are told by `RateLimit` and `RateLimit-Policy`; 429 and 503 say when to come again by `Retry-After`.',
};

const TAGS = [
  ['identity', 'Joining, signing in, registered certificates, authority'],
  ['documents', 'Documents, their signatures, exchange, registers, receipts'],
  ['objects', 'Files, CMS and proofs, as bytes'],
  ['notifications', 'Messages in the platform'],
  ['journal', 'The journal that nobody can rewrite unnoticed (RFC 9162)'],
  ['disputes', 'Conflicts with their deadlines'],
] as const;

const SESSION = {
  type: 'http',
  scheme: 'bearer',
  description: 'The token that POST /v1/sessions/{challengeId}/code answers with.',
};

const PARAMETERS = {
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: 'Language of the titles of problems: kk, ru or en; ru where none of them is wanted.',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Names this command. Sent again within 30 days by the same user with the same body it has no second effect and gets the first answer; with another body, 422.',
    schema: { type: 'string', pattern: '^"?[\\w.:-]{1,128}"?$' },
  },
};
