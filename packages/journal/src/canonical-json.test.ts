import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';

const text = (value: unknown) => Buffer.from(canonicalJson(value)).toString();

describe('canonical JSON (RFC 8785)', () => {
  it('sorts names by UTF-16 code units, as the example of section 3.2.3', () => {
    const shuffled = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(text(shuffled)))).toContain(3);
    expect(text(shuffled)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  it('escapes strings as section 3.2.2.2 says', () => {
    expect(text('€$\u000f\nA\'B"\\\\"/')).toBe(String.raw`"€$\u000f\nA'B\"\\\\\"/"`);
  });

  it.each([
    ['undefined', { a: undefined }],
    ['a hole', new Array(2)],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a fraction', 0.5],
    ['minus zero', -0],
    ['an integer beyond 2^53', 2 ** 53],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['bytes', Buffer.from('a')],
    ['a map', new Map()],
    ['a symbol name', { [Symbol('a')]: 1 }],
    ['a function', () => 1],
    ['a lone surrogate', { a: '\ud800' }],
    ['a lone surrogate in a name', { '\udc00': 1 }],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'JSON_NOT_CANONICAL' }));
  });

  it('refuses what refers to itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(() => canonicalJson(loop)).toThrow(/nested deeper/);
  });

  it('names the place of what it refuses', () => {
    expect(() => canonicalJson({ list: [{ amount: 1.5 }] })).toThrow(
      '$.list[0].amount holds 1.5, not a safe integer',
    );
  });

  it.each(['{"b":1,"a":2}', '{"a": 1}', '1.0', '{"a":1,"a":1}', '"\\u0041"', '\ufeff{}', '[1,2]\n', '{'])(
    'refuses to read %j, which is not canonical',
    (json) => {
      expect(() => parseCanonicalJson(Buffer.from(json))).toThrow(
        expect.objectContaining({ code: 'JSON_NOT_CANONICAL' }),
      );
    },
  );

  it('reads back what it wrote, to the byte', () =>
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(isCanonical(value));
        const bytes = canonicalJson(value);
        expect(canonicalJson(parseCanonicalJson(bytes))).toEqual(bytes);
      }),
    ));
});

/** jsonValue also makes fractions, which this narrowed form refuses. */
function isCanonical(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && isCanonical(member));
}
