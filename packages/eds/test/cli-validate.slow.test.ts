import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { at } from './cli.ts';
import { vector } from './samples.ts';

type Expected = { indication: string; subIndication?: string };
type Case = { file: string; content?: string; at: string; revocation: string; signatures: Expected[] };

const { cases } = JSON.parse(Buffer.from(vector('cms/expected.json')).toString()) as { cases: Case[] };
const emptyFolder = mkdtempSync(join(tmpdir(), 'eds-empty-'));
afterAll(() => rmSync(emptyFolder, { recursive: true }));

/** `eds` as people start it: its own process, in a folder that knows nothing of this one. */
const eds = (argv: readonly string[]) =>
  spawnSync(process.execPath, [at('src/cli.ts'), ...argv], { cwd: emptyFolder, encoding: 'utf8' });

const argumentsOf = ({ file, content, at: time, revocation }: Case): string[] => [
  ...['validate', at(`vectors/cms/${file}`), '--at', time, '--json'],
  ...['--trust', at('vectors/ca/prod'), '--trust', at('vectors/ca/test')],
  ...(content ? ['--content', at(`vectors/cms/${content}`)] : []),
  ...(revocation === 'none' ? ['--no-revocation'] : ['--crl', at(`vectors/${revocation}`)]),
];
const EXIT: Readonly<Record<string, number>> = { 'TOTAL-PASSED': 0, 'TOTAL-FAILED': 1, INDETERMINATE: 2 };

describe('eds validate, from an empty folder, judges as expected.json says', () => {
  it.each(cases.map((one) => [`${one.file} at ${one.at}, revocation: ${one.revocation}`, one] as const))(
    '%s',
    (_, one) => {
      const { status, stdout, stderr } = eds(argumentsOf(one));
      const report = JSON.parse(stdout) as { indication: string; signatures: Required<Expected>[] };
      const verdicts = report.signatures.map(({ indication, subIndication }) => ({
        indication,
        subIndication,
      }));
      expect(verdicts).toEqual(
        one.signatures.map(({ indication, subIndication = null }) => ({ indication, subIndication })),
      );
      expect(status).toBe(EXIT[report.indication]);
      expect(stderr).toBe('');
    },
  );

  it('and the built-in production list judges where no trust is named', () => {
    const { status, stdout } = eds(['validate', at('vectors/cms/personal_active_RSA256.cms'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ basis: { environment: 'production' } });
    expect(status).toBe(2);
  });

  it('and a reader that has gone away is no error', () => {
    const { status, stderr } = spawnSync(
      'sh',
      [
        '-c',
        `"$0" "$1" info "$2" | head -1`,
        process.execPath,
        at('src/cli.ts'),
        at('vectors/crl/nca_rsa_test.crl'),
      ],
      { cwd: emptyFolder, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  });
});
