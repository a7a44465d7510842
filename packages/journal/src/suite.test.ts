import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { verifyConsistency, verifyInclusion } from './verify-proofs.ts';

const folder = new URL('../suites/merkle/testdata/', import.meta.url).pathname;

type Case = { wantErr: boolean; proof: string[] | null } & Record<string, number & string>;

function cases(kind: string): [string, Case][] {
  return globSync(`${kind}/**/*.json`, { cwd: folder })
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(folder + file, 'utf8'))]);
}

const bytes = (text: string | undefined) => new Uint8Array(Buffer.from(text ?? '', 'base64'));
const hashes = (proof: string[] | null) => (proof ?? []).map(bytes);

describe('the proofs of transparency-dev/merkle are judged as that library judges them', () => {
  it('has all 196 cases', () => expect(cases('inclusion').length + cases('consistency').length).toBe(196));

  it.each(cases('inclusion'))('%s', (_, { leafHash, leafIdx, treeSize, root, proof, wantErr }) => {
    const claim = { leafHash: bytes(leafHash), index: leafIdx!, size: treeSize!, root: bytes(root) };
    expect(verifyInclusion({ ...claim, proof: hashes(proof) })).toBe(!wantErr);
  });

  it.each(cases('consistency'))('%s', (_, { size1, size2, root1, root2, proof, wantErr }) => {
    const claim = { oldSize: size1!, oldRoot: bytes(root1), size: size2!, root: bytes(root2) };
    expect(verifyConsistency({ ...claim, proof: hashes(proof) })).toBe(!wantErr);
  });
});
