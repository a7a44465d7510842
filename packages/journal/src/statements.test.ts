import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from './canonical-json.ts';
import { emptyRoot } from './hashing.ts';
import { formatKeyBinding, keyBindingType, parseKeyBinding } from './key-binding.ts';
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const operator = { bin: '123456789012', name: 'Test operator' };
const binding = { origin: 'PeterNeumann', key, operator, validFrom: '2026-01-01T00:00:00.000Z' };

describe("the operator's statement about the journal's key", () => {
  it('is read back with the key that it binds', () => {
    const read = parseKeyBinding(formatKeyBinding(binding));
    expect(read.binding).toEqual({ ...binding, type: keyBindingType });
    expect(read.key.name).toBe('PeterNeumann');
  });

  it.each([
    ['another type', { ...binding, type: 'edo/receipt@v1' }],
    ['a key of another origin', { ...binding, type: keyBindingType, origin: 'log.example' }],
    ['a witness key', { ...binding, type: keyBindingType, key: key.replace('ARpc', 'BBpc') }],
    ['a member more', { ...binding, type: keyBindingType, note: 'x' }],
    ['no operator', { ...binding, type: keyBindingType, operator: null }],
    ['a BIN that is none', { ...binding, type: keyBindingType, operator: { bin: '1', name: 'x' } }],
    ['a local time', { ...binding, type: keyBindingType, validFrom: '2026-01-01' }],
  ])('is refused with %s', (_, statement) => {
    expect(() => parseKeyBinding(canonicalJson(statement))).toThrow(
      expect.objectContaining({ code: 'KEY_MALFORMED' }),
    );
  });
});

describe('proofs as files (C2SP tlog-proof)', () => {
  const checkpoint = utf8('log.example\n3\nAAAA\n\n— log.example AAAAAAAA\n');

  it.each([0, 1, 3])('are read back with %i hashes', (count) => {
    const proof = { index: 73894, proof: Array(count).fill(emptyRoot()), checkpoint };
    expect(parseTlogProof(formatTlogProof(proof))).toEqual(proof);
  });

  it('have the lines of the specification', () => {
    const proof = formatTlogProof({ index: 0, proof: [emptyRoot()], checkpoint });
    expect(Buffer.from(proof).toString()).toBe(
      'c2sp.org/tlog-proof@v1\nindex 0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n' +
        'log.example\n3\nAAAA\n\n— log.example AAAAAAAA\n',
    );
  });

  it.each([
    ['extra data', 'c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nx'],
    ['another version', 'c2sp.org/tlog-proof@v2\nindex 0\n\nx'],
    ['a leading zero', 'c2sp.org/tlog-proof@v1\nindex 01\n\nx'],
    ['a short hash', 'c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx'],
    ['no checkpoint', 'c2sp.org/tlog-proof@v1\nindex 0\n'],
  ])('are refused with %s', (_, text) => {
    expect(() => parseTlogProof(utf8(text))).toThrow(expect.objectContaining({ code: 'PROOF_MALFORMED' }));
  });
});
