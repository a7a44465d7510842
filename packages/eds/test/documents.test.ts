import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as api from '../src/index.ts';
import { FAILURES, GRAVITY } from '../src/validation/codes.ts';
import { at } from './cli.ts';

const text = (path: string) => readFileSync(at(path), 'utf8');

describe('the documents of the package', () => {
  it('docs/api.md names everything that is exported', () => {
    const page = text('docs/api.md');
    expect(Object.keys(api).filter((name) => !new RegExp(`\`[^\`]*\\b${name}\\b`).test(page))).toEqual([]);
  });

  it('README.md has a line for every sub-indication, under its indication', () => {
    const [, passed = ''] = text('README.md').split('\n| TOTAL-FAILED ');
    const [failed = '', open = ''] = passed.split('\n| INDETERMINATE ');
    for (const code of GRAVITY)
      expect(FAILURES.includes(code) ? failed : open).toMatch(new RegExp(`\\| ${code} +\\|`));
  });

  it('CHANGELOG.md begins with the version of the package', () => {
    const { version } = JSON.parse(text('package.json')) as { version: string };
    expect(/^## (.*)$/m.exec(text('CHANGELOG.md'))?.[1]).toBe(version);
  });
});

describe('examples run as they stand', () => {
  const development = at('trust/development');
  it.each([
    [
      'sign',
      [at('vectors/p12/individual_valid.p12'), 'Qwerty12', development],
      /^\d+ bytes: TOTAL-PASSED\n$/,
    ],
    [
      'revocation',
      [
        at('vectors/cms/gost2015_individual_timestamped_attached.cms'),
        at('vectors/crl/nca_gost2022_test_2026-08.crl'),
        at('vectors/ca/test/nca_gost2022_test.cer'),
        '2026-11-22T12:00:00Z',
      ],
      /^ТЕСТОВ ТЕСТ \(person\): good, not listed\n$/,
    ],
    [
      'validate',
      [
        at('vectors/cms/zip_sign/signature_rsa_timestamped_detached.cms'),
        at('vectors/cms/zip_sign/NCAManifest.xml'),
        development,
        '2020-10-22T22:05:00Z',
      ],
      /\nINDETERMINATE NO_CERTIFICATE_CHAIN_FOUND\n$/,
    ],
  ] as const)('%s', (name, args, expected) => {
    expect(
      execFileSync(process.execPath, [at(`examples/${name}.ts`), ...args], { encoding: 'utf8' }),
    ).toMatch(expected);
  });
});
