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

interface Place {
  readonly value: object;
  readonly depth: number;
  readonly name: string;
  readonly within: Place | null;
}

const pathOf = (place: Place | null): string[] =>
  place === null || place.within === null ? [] : [...pathOf(place.within), place.name];
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Without recursion, since the depth is the sender's choice; a path is made only for what is refused. */
function refuseForbidden(root: unknown): void {
  const open: Place[] = isObject(root) ? [{ value: root, depth: 0, name: '', within: null }] : [];
  for (let place = open.pop(); place; place = open.pop()) {
    if (place.depth === MAX_DEPTH) throw invalid([{ path: pathOf(place), message: 'nested too deep' }]);
    if (Array.isArray(place.value)) {
      place.value.forEach((value: unknown, i) => {
        if (isObject(value)) open.push({ value, depth: place.depth + 1, name: `${i}`, within: place });
      });
      continue;
    }
    for (const [name, value] of Object.entries(place.value)) {
      if (FORBIDDEN.has(name))
        throw invalid([{ path: [...pathOf(place), name], message: 'this name is not accepted' }]);
      if (isObject(value)) open.push({ value, depth: place.depth + 1, name, within: place });
    }
  }
}
