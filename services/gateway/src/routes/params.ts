import { type ActionContract, Refusal } from '@edo/contracts';
import type { z } from 'zod';

interface Parts {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * The parameters of an action from path and query, or path and body; what the contract does not name is refused.
 * @throws Refusal PARAMS_INVALID with every wrong parameter as an issue
 */
export function readParams(
  action: Pick<ActionContract, 'params'>,
  { path, query, body }: Parts,
  source: 'query' | 'body',
): unknown {
  if (source === 'body') refuseExtra(Object.keys(query), 'a query is not expected here');
  const given = source === 'query' ? query : objectFrom(body);
  refuseExtra(
    Object.keys(given).filter((name) => name in path),
    'this parameter stands in the path',
  );
  const read = action.params.safeParse({ ...given, ...path });
  if (!read.success) throw invalid(read.error.issues.flatMap(expand));
  return read.data;
}

function objectFrom(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw invalid([{ path: [], message: 'expected a JSON object' }]);
  return body as Record<string, unknown>;
}

function refuseExtra(names: readonly string[], message: string): void {
  if (names.length > 0) throw invalid(names.map((name) => ({ path: [name], message })));
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** An issue about unknown names becomes one for each name, so that each has its pointer. */
const expand = (issue: z.core.$ZodIssue): Issue[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], message: 'this name is unknown' }))
    : [{ path: issue.path, message: issue.message }];

export const invalid = (issues: readonly Issue[]): Refusal =>
  new Refusal('PARAMS_INVALID', 'the request does not have the form that is expected', { issues });
