import { STATUS_CODES } from 'node:http';
import type { RestRoute } from '../routes/rest.ts';
import { problemsOf } from './responses.ts';
import type { JsonSchema, Schemas } from './schemas.ts';

interface ObjectSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const refs = {
  language: { $ref: '#/components/parameters/AcceptLanguage' },
  command: { $ref: '#/components/parameters/IdempotencyKey' },
};

/** The OpenAPI operation of an action, from its contract alone. */
export function operationOf(route: RestRoute, schemas: Schemas) {
  const { action, source } = route;
  const params = schemas.of(action.params, 'input') as unknown as ObjectSchema;
  const isPublic = action.access === 'public';
  const hasBody = source === 'body';
  return {
    operationId: action.name,
    tags: [action.name.split('.')[0]],
    summary: action.summary,
    description: `For ${AUDIENCE[action.access]}.`,
    ...(isPublic && { security: [] }),
    parameters: [
      ...parametersOf(route, params),
      refs.language,
      ...(route.method !== 'GET' && !isPublic ? [refs.command] : []),
    ],
    ...bodyOf(route, params),
    responses: { ...success(route, schemas), ...problemsOf({ isPublic, hasBody }) },
  };
}

const AUDIENCE = {
  public: 'anyone',
  'signed-in': 'whoever is signed in',
  user: 'a signed-in user of a client',
  operator: "the operator's staff",
  services: 'services',
} as const;

function parametersOf({ pathNames, source }: RestRoute, { properties, required = [] }: ObjectSchema) {
  const names = Object.keys(properties).filter((name) => source === 'query' || pathNames.includes(name));
  return names.map((name) => ({
    name,
    in: pathNames.includes(name) ? 'path' : 'query',
    required: pathNames.includes(name) || required.includes(name),
    schema: properties[name],
  }));
}

function bodyOf({ pathNames, source }: RestRoute, { properties, required = [] }: ObjectSchema) {
  const own = Object.entries(properties).filter(([name]) => !pathNames.includes(name));
  if (source !== 'body' || own.length === 0) return {};
  const needed = required.filter((name) => !pathNames.includes(name));
  const schema = {
    type: 'object',
    properties: Object.fromEntries(own),
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: false,
  };
  return { requestBody: { required: needed.length > 0, content: { 'application/json': { schema } } } };
}

function success({ action }: RestRoute, schemas: Schemas) {
  const status = action.status ?? 200;
  const description = STATUS_CODES[status]!;
  if (status === 204) return { [status]: { description } };
  const schema = schemas.of(action.result, 'output');
  return { [status]: { description, content: { 'application/json': { schema } } } };
}
