import { expect } from '@jest/globals';
import { openApiDocument } from '../src/openapi/document.ts';

/** One operation of the OpenAPI document, with an address that a request can be sent to. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly address: string;
  readonly isPublic: boolean;
  readonly for: 'user' | 'operator' | 'anyone' | 'signed-in';
  /** Names in the JSON body; none where there is no such body. */
  readonly bodyNames: readonly string[];
  readonly queryNames: readonly string[];
}

const SAMPLE = '0192f0c1-2a3b-7c4d-8e5f-60718293a4b5';

interface Described {
  readonly operationId: string;
  readonly description: string;
  readonly security?: readonly unknown[];
  readonly parameters: readonly { readonly name?: string; readonly in?: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: { properties?: object } }>> };
}

/** Every operation that the document names. */
export const operations: readonly Operation[] = Object.entries(openApiDocument().paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, described]) =>
      read(path, method, described as unknown as Described),
    ),
);

function read(
  path: string,
  method: string,
  { operationId, description, security, parameters, requestBody }: Described,
): Operation {
  return {
    name: operationId,
    method: method.toUpperCase(),
    address: path.replace('{direction}', 'outgoing').replace(/\{\w+\}/g, SAMPLE),
    isPublic: security?.length === 0,
    for: audienceOf(description),
    bodyNames: Object.keys(requestBody?.content['application/json']?.schema.properties ?? {}),
    queryNames: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name!),
  };
}

function audienceOf(description: string): Operation['for'] {
  if (description.includes('operator')) return 'operator';
  if (description.includes('user of a client')) return 'user';
  return description.includes('whoever') ? 'signed-in' : 'anyone';
}

export const problem = (code: string, status: number) =>
  expect.objectContaining({
    type: `/problems/${code}`,
    status,
    title: expect.any(String),
    detail: expect.any(String),
    instance: expect.stringMatching(/^urn:trace:[0-9a-f]{32}$/),
  });

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly errors?: { readonly pointer: string }[];
}

/** The problem that a response is; throws when it is none. */
export async function problemIn(response: Response): Promise<Answered> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body = (await response.json()) as Answered;
  expect(body.status).toBe(response.status);
  return body;
}
