import { invalid } from './params.ts';

/** Nothing in the contracts is nested so deep. */
const MAX_DEPTH = 32;
/** Names by which JSON could reach into JavaScript's own machinery. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a body of JSON in UTF-8; an empty one is no parameters.
 * @throws Refusal PARAMS_INVALID when it is malformed, nested too deep, or holds a forbidden name; with its pointer
 */
export function readJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const value = parse(body);
  refuseForbidden(value);
  return value;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw invalid([{ path: [], message: 'the body is not JSON in UTF-8' }]);
  }
}

/** Without recursion, since the depth is the sender's choice. */
function refuseForbidden(root: unknown): void {
  const open: { value: unknown; path: string[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.path.length === MAX_DEPTH) throw invalid([{ path: next.path, message: 'nested too deep' }]);
    for (const [name, value] of Object.entries(next.value)) {
      const path = [...next.path, name];
      if (FORBIDDEN.has(name)) throw invalid([{ path, message: 'this name is not accepted' }]);
      open.push({ value, path });
    }
  }
}
