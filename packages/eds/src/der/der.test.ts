import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EdsError } from '../errors.ts';
import { berToDer } from './ber.ts';
import { readObjectIdentifier } from './oid.ts';
import { enter, finish, members, next, readRoot } from './reader.ts';
import { readTime } from './time.ts';
import { readBitString, readBoolean, readInteger } from './values.ts';
import * as write from './writer.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof EdsError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('the DER reader refuses', () => {
  it.each([
    ['an indefinite length', '3080 0500 0000', 'DER_LENGTH'],
    ['a length in more octets than needed', '308103 020100', 'DER_LENGTH'],
    ['a length with a leading zero octet', `3082 0080 ${'00'.repeat(128)}`, 'DER_LENGTH'],
    ['a length of 2^31', '3084 80000000', 'DER_TRUNCATED'],
    ['a length of five octets', '3085 0100000000', 'DER_LENGTH'],
    ['bytes after the element', '0500 00', 'DER_TRAILING'],
    ['a high tag number', '1f8101 00', 'DER_TAG'],
    ['nothing at all', '', 'DER_TRUNCATED'],
  ])('%s', (_, input, code) => expect(codeOf(() => readRoot(bytes(input)))).toBe(code));

  it('nesting deeper than its limit', () => {
    let nested = write.nullValue();
    for (let level = 0; level < 20; level += 1) nested = write.sequence(nested);
    let element = readRoot(nested, { size: 1000, depth: 10, elements: 100 });
    expect(
      codeOf(() => {
        for (;;) element = next(enter(element));
      }),
    ).toBe('DER_LIMIT');
  });

  it('more elements than its limit', () => {
    const many = write.sequence(...Array.from({ length: 50 }, () => write.nullValue()));
    expect(codeOf(() => members(readRoot(many, { size: 1000, depth: 10, elements: 50 })))).toBe('DER_LIMIT');
  });

  it('an input larger than its limit, unread', () => {
    expect(codeOf(() => readRoot(new Uint8Array(11), { size: 10, depth: 1, elements: 1 }))).toBe('DER_LIMIT');
  });

  it.each([
    ['a boolean other than 00 and FF', () => readBoolean(readRoot(bytes('010101')))],
    ['an integer with a needless zero', () => readInteger(readRoot(bytes('02020001')))],
    ['an integer without octets', () => readInteger(readRoot(bytes('0200')))],
    ['a bit string whose unused bits are set', () => readBitString(readRoot(bytes('03020101')))],
    ['an object identifier with a padded arc', () => readObjectIdentifier(readRoot(bytes('0603 2a8001')))],
    ['an object identifier that is cut off', () => readObjectIdentifier(readRoot(bytes('0602 2a80')))],
    ['31 February', () => readTime(readRoot(Uint8Array.of(0x17, 13, ...Buffer.from('260231120000Z'))))],
    [
      'a time without seconds',
      () => readTime(readRoot(Uint8Array.of(0x17, 11, ...Buffer.from('2602011200Z')))),
    ],
  ])('%s', (_, read) => expect(codeOf(read)).toBe('DER_VALUE'));
});

describe('what the writer writes, the reader reads', () => {
  it('integers of any size and sign', () => {
    fc.assert(fc.property(fc.bigInt(), (value) => readInteger(readRoot(write.integer(value))) === value));
  });

  it('object identifiers', () => {
    const arcs = fc.tuple(
      fc.constantFrom('0.9', '1.2', '2.16', '2.999'),
      fc.array(fc.integer({ min: 0, max: 2 ** 31 }), { maxLength: 6 }),
    );
    fc.assert(
      fc.property(arcs, ([root, rest]) => {
        const dotted = [root, ...rest].join('.');
        return readObjectIdentifier(readRoot(write.objectIdentifier(dotted))) === dotted;
      }),
    );
  });

  it('times on both sides of 2050', () => {
    const times = fc.date({ min: new Date('1951-01-01'), max: new Date('2120-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(times, (value) => {
        const seconds = Math.floor(value.getTime() / 1000) * 1000;
        return readTime(readRoot(write.time(value))).getTime() === seconds;
      }),
    );
  });

  it('lengths of every form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), (length) => {
        const root = readRoot(write.sequence(write.octetString(new Uint8Array(length))));
        const cursor = enter(root);
        const inner = next(cursor);
        finish(cursor);
        return inner.end - inner.contentStart === length;
      }),
      { numRuns: 30 },
    );
  });
});

describe('BER becomes DER', () => {
  it('joins a constructed octet string of indefinite length', () => {
    const ber = bytes('3080 2480 0402 0102 2480 0401 03 0000 0000 0000');
    expect(berToDer(ber)).toEqual(bytes('3005 0403 010203'));
  });

  it('leaves DER as it is, uncopied', () => {
    const der = write.sequence(write.octetString(Uint8Array.of(1, 2, 3)));
    expect(berToDer(der)).toBe(der);
  });

  it.each([
    ['a missing end of contents', '3080 0500', 'DER_TRUNCATED'],
    ['an indefinite primitive', '0480 0000', 'DER_LENGTH'],
    ['ten thousand open sequences', '3080'.repeat(10_000), 'DER_LIMIT'],
  ])('refuses %s', (_, input, code) => expect(codeOf(() => berToDer(bytes(input)))).toBe(code));

  it('never fails but with an EdsError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
        codeOf(() => berToDer(input));
        codeOf(() => members(readRoot(input)));
      }),
    );
  });
});
