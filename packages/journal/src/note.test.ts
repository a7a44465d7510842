import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { emptyRoot, leafHash } from './hashing.ts';
import { cosignNote, formatNote, parseNote, verifyNote } from './note.ts';
import { ed25519Signer, formatVerifierKey, keyId, parseVerifierKey } from './note-keys.ts';

// The example of the documentation of golang.org/x/mod/sumdb/note (BSD-3-Clause).
const neumannKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const neumannNote = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
// The example of C2SP tlog-cosignature.
const cosigned = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;
const utf8 = (text: string) => new TextEncoder().encode(text);
const log = ed25519Signer('log.example/journal', 'ed25519', generateKeyPairSync('ed25519').privateKey);
const witness = ed25519Signer('witness.example/w1', 'cosignature', generateKeyPairSync('ed25519').privateKey);
const checkpoint = { origin: 'log.example/journal', size: 5, root: leafHash(utf8('a root')) };

describe('signed notes (C2SP signed-note)', () => {
  it('verifies the note of the Go implementation with its published key', () => {
    const key = parseVerifierKey(neumannKey);
    expect(verifyNote(parseNote(utf8(neumannNote)), [key])).toEqual([{ key }]);
    expect(formatVerifierKey(key)).toBe(neumannKey);
  });

  it('refuses that note with a changed word', () => {
    const changed = parseNote(utf8(neumannNote.replace('answer', 'Answer')));
    expect(() => verifyNote(changed, [parseVerifierKey(neumannKey)])).toThrow(
      expect.objectContaining({ code: 'NOTE_SIGNATURE_INVALID' }),
    );
  });

  it('ignores signatures of keys that it does not know', () => {
    expect(verifyNote(parseNote(utf8(cosigned)), [log.key])).toEqual([]);
  });

  it('reads and writes the example of C2SP to the byte', () => {
    const note = parseNote(utf8(cosigned));
    expect(parseCheckpoint(note.text)).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20852163,
    });
    expect(note.signatures.map(({ name, keyId }) => [name, keyId])).toEqual([
      ['example.com/behind-the-sofa', '033de0ae'],
      ['witness.example.com/w1', '8d66cf3f'],
    ]);
    expect(Buffer.from(note.signatures[1]!.signature).readBigUInt64BE()).toBe(1679315147n);
    expect(Buffer.from(formatNote(note)).toString()).toBe(cosigned);
  });

  it.each([
    ['no signature', 'text\n\n'],
    ['no empty line', 'text\n— a AAAAAAAA\n'],
    ['no final newline', 'text\n\n— a AAAAAAAA'],
    ['a hyphen for the dash', 'text\n\n- a AAAAAAAA\n'],
    ['a name with plus', 'text\n\n— a+b AAAAAAAA\n'],
    ['loose base64', 'text\n\n— a AAAAAA\n'],
    ['a tab', 'te\txt\n\n— a AAAAAAAA\n'],
    ['carriage returns', 'text\r\n\n— a AAAAAAAA\n'],
    ['more after the signature', 'text\n\n— a AAAAAAAA b\n'],
  ])('refuses %s', (_, note) => {
    expect(() => parseNote(utf8(note))).toThrow(expect.objectContaining({ code: 'NOTE_MALFORMED' }));
  });

  it.each([
    ['another key ID', neumannKey.replace('c74f20a3', 'c74f20a4')],
    ['an unknown type', `a+00000000+${Buffer.alloc(33, 9).toString('base64')}`],
    ['a short key', 'a+00000000+AQID'],
    ['no name', neumannKey.replace('PeterNeumann', '')],
  ])('refuses a verifier key with %s', (_, text) => {
    expect(() => parseVerifierKey(text)).toThrow(expect.objectContaining({ code: 'KEY_MALFORMED' }));
  });

  it('gives the same key other IDs as log and as witness', () => {
    expect(keyId({ ...log.key, type: 'cosignature' })).not.toBe(keyId(log.key));
  });
});

describe('checkpoints (C2SP tlog-checkpoint, tlog-cosignature)', () => {
  it('are read back with the witness and its time', async () => {
    const time = new Date('2026-03-16T09:00:00.700Z');
    const note = await cosignNote(parseNote(await signCheckpoint(checkpoint, log)), witness, time);
    expect(openCheckpoint(formatNote(note), log.key, [witness.key])).toEqual({
      checkpoint,
      cosignatures: [{ name: 'witness.example/w1', time: new Date('2026-03-16T09:00:00Z') }],
    });
  });

  it('are refused when the cosignature is about another time', async () => {
    const note = await cosignNote(parseNote(await signCheckpoint(checkpoint, log)), witness, new Date(0));
    const [first, second] = note.signatures;
    const later = Uint8Array.from(second!.signature, (byte, at) => (at === 7 ? byte + 1 : byte));
    const forged = formatNote({ ...note, signatures: [first!, { ...second!, signature: later }] });
    expect(() => openCheckpoint(forged, log.key, [witness.key])).toThrow(/witness.example/);
  });

  it('are refused without the signature of the journal', async () => {
    const other = ed25519Signer('log.example/journal', 'ed25519', generateKeyPairSync('ed25519').privateKey);
    const signed = await signCheckpoint(checkpoint, other);
    expect(() => openCheckpoint(signed, log.key)).toThrow(
      expect.objectContaining({ code: 'NOTE_NOT_SIGNED' }),
    );
  });

  it('are refused when the journal signed for another origin', async () => {
    const signed = await signCheckpoint({ ...checkpoint, origin: 'log.example/other' }, log);
    expect(() => openCheckpoint(signed, log.key)).toThrow(
      expect.objectContaining({ code: 'CHECKPOINT_MALFORMED' }),
    );
  });

  it.each([
    ['leading zero', 'a\n05\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
    ['a size beyond 2^53', 'a\n9007199254740993\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
    ['a short root', 'a\n5\n47DEQpj8\n'],
    ['an extension line', 'a\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n'],
    ['no origin', '\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'],
  ])('are refused with %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(expect.objectContaining({ code: 'CHECKPOINT_MALFORMED' }));
  });

  it('of an empty journal have the root over nothing', async () => {
    const empty = { ...checkpoint, size: 0, root: emptyRoot() };
    expect(openCheckpoint(await signCheckpoint(empty, log), log.key).checkpoint).toEqual(empty);
  });
});
