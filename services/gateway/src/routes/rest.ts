import type { ActionContract, Rest } from '@edo/contracts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** An action that HTTP reaches, taken apart: `POST /v1/documents/:documentId/send`. */
export interface RestRoute {
  readonly action: ActionContract;
  readonly method: Method;
  /** With `:name` where a parameter stands. */
  readonly path: string;
  readonly pathNames: readonly string[];
  /** Where the other parameters come from. */
  readonly source: 'query' | 'body';
}

export function restRoute(action: ActionContract): RestRoute {
  const [method, path] = (action.rest as Rest).split(' ') as [Method, string];
  const pathNames = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  return {
    action,
    method,
    path,
    pathNames,
    source: method === 'GET' || method === 'DELETE' ? 'query' : 'body',
  };
}
