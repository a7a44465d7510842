import type { z } from 'zod';

/** Who may call an action: anyone, whoever is signed in, a client's user, the operator's staff, or only other services. */
export type Access = 'public' | 'signed-in' | 'user' | 'operator' | 'services';

/** How HTTP reaches an action: `POST /v1/documents/:id/send`; path and query parameters are parameters of the action. */
export type Rest = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /v1/${string}`;

/** One action of a service: what it takes, what it gives, who may call it and how HTTP reaches it. */
export interface ActionContract<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly access: Access;
  readonly params: P;
  readonly result: R;
  readonly rest?: Rest;
  /** How long a caller waits for the answer; 10 seconds where it is not said. */
  readonly timeoutMillis?: number;
  /** HTTP status of success; 200 where it is not said. */
  readonly status?: 200 | 201 | 202 | 204;
}

/** One type of fact. Its data holds ids, digests and times, never personal data. */
export interface FactContract<T extends string = string, D extends z.ZodType = z.ZodType> {
  readonly type: T;
  readonly v: number;
  readonly aggregate: string;
  readonly data: D;
}

export interface ServiceContract {
  readonly name: string;
  readonly actions: Record<string, ActionContract>;
}

type ActionDef = Omit<ActionContract, 'name'>;

/** Declares the actions of a service; full names (`documents.send`) are derived, never typed twice. */
export function contract<const N extends string, const A extends Record<string, ActionDef>>(
  name: N,
  actions: A,
) {
  const named = Object.entries(actions).map(([key, action]) => [key, { ...action, name: `${name}.${key}` }]);
  return { name, actions: Object.fromEntries(named) } as unknown as {
    readonly name: N;
    readonly actions: { readonly [K in keyof A]: A[K] & { readonly name: string } };
  };
}

/** Declares a type of fact: `fact('document', 'registered', 1, z.strictObject({…}))` is `document.registered`, version 1. */
export function fact<
  const A extends string,
  const T extends string,
  const V extends number,
  D extends z.ZodType,
>(aggregate: A, what: T, v: V, data: D) {
  return { type: `${aggregate}.${what}` as const, v, aggregate, data } satisfies FactContract;
}

export type Params<A extends ActionContract> = z.infer<A['params']>;
export type Input<A extends ActionContract> = z.input<A['params']>;
export type Result<A extends ActionContract> = z.infer<A['result']>;
export type FactData<F extends FactContract> = z.infer<F['data']>;
