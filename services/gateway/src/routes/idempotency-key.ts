import { invalid } from './params.ts';

/**
 * The `Idempotency-Key` of a request (draft-ietf-httpapi-idempotency-key-header): a structured string in quotes, or as most
 * clients send it, without them. Undefined where there is none.
 * @throws Refusal PARAMS_INVALID
 */
export function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = typeof header === 'string' ? /^("?)([\w.:-]{1,128})\1$/.exec(header)?.[2] : undefined;
  if (!key)
    throw invalid([{ path: [], message: 'Idempotency-Key: expected 1 to 128 letters, digits and . _ : -' }]);
  return key;
}
