import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createAuthority } from '../../test/authority.ts';
import { vectorsIn } from '../../test/samples.ts';
import { entriesOf } from '../../test/trust.ts';
import { loadTrustList } from './load.ts';
import { createTrustList } from './trust-list.ts';

const folders = join(import.meta.dirname, '../../trust');
const invalid = expect.objectContaining({ code: 'TRUST_LIST_INVALID' });

type Entry = { file: string; sha256: string };

/** A copy of the production list with another JSON. */
function changed(change: (certificates: readonly [Entry, Entry, ...Entry[]]) => unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'trust-'));
  cpSync(join(folders, 'production'), folder, { recursive: true });
  const path = join(folder, 'trust-list.json');
  const { certificates, ...list } = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...list, certificates: change(certificates) }));
  return folder;
}

describe('trust lists', () => {
  it('production holds what НУЦ РК publishes, and no test authority', () => {
    const { signers, timestampAuthorities, ocspResponders } = loadTrustList(
      join(folders, 'production'),
      'production',
    );
    expect(signers).toHaveLength(vectorsIn('ca/prod').length);
    expect(timestampAuthorities.length).toBeGreaterThan(0);
    expect(ocspResponders).toEqual([]);
  });

  it('development trusts test authorities for signers, and those of production for timestamps only', () => {
    const { signers, timestampAuthorities } = loadTrustList(join(folders, 'development'), 'development');
    expect(signers).toHaveLength(vectorsIn('ca/test').length);
    expect(timestampAuthorities.length).toBeGreaterThan(signers.length);
  });

  it('the list of another environment stops the start', () => {
    expect(() => loadTrustList(join(folders, 'development'), 'production')).toThrow(invalid);
    expect(() => loadTrustList(join(folders, 'nowhere'), 'production')).toThrow(invalid);
  });

  it.each(entriesOf('ca/test', ['signers']).map((entry) => [entry.sha256, entry] as const))(
    'test authority %s of НУЦ РК is refused in production',
    (_, entry) => {
      expect(() => createTrustList('production', 'x', [entry])).toThrow(invalid);
      expect(createTrustList('development', 'x', [entry]).signers).toHaveLength(1);
    },
  );

  it('whoever calls itself a test authority is refused in production', () => {
    const { certificate } = createAuthority('Sandbox CA (TEST)');
    const sha256 = createHash('sha256').update(certificate).digest('hex');
    expect(() =>
      createTrustList('production', 'x', [{ certificate, sha256, trustedFor: ['signers'] }]),
    ).toThrow(invalid);
  });

  it.each([
    ['another hash is pinned', changed(([one]) => [{ ...one, sha256: '00'.repeat(32) }])],
    [
      'two files are swapped',
      changed(([one, two]) => [
        { ...one, file: two.file },
        { ...two, file: one.file },
      ]),
    ],
    ['a file lies elsewhere', changed(([one]) => [{ ...one, file: '../development/nca_rsa_test.crt' }])],
    ['a file is missing', changed(([one]) => [{ ...one, file: 'nowhere.cer' }])],
    ['a purpose is unknown', changed(([one]) => [{ ...one, trustedFor: ['everything'] }])],
    ['there are no certificates', changed(() => undefined)],
  ])('a list is refused where %s', (_, folder) => {
    expect(() => loadTrustList(folder, 'production')).toThrow(invalid);
  });
});
