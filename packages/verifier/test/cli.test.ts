import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTrustList } from '@edo/sandbox';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { run } from '../src/cli/run.ts';
import type { BundleReport } from '../src/verify/report.ts';
import { makeDraft, seal, withPart } from './draft.ts';
import { makeWorld, now, operator } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'edo-verify-'));
const [good, bad, noBundle, program] = ['good.zip', 'bad.zip', 'none.zip', 'edo-verify.mjs'].map((name) =>
  join(folder, name),
) as [string, string, string, string];
const trust = join(folder, 'trust');
const shipped = new URL('../../eds/trust/production/', import.meta.url).pathname;
const at = now.toISOString();
const trusted = ['--trust', trust, '--development', '--operator', operator.bin];

beforeAll(async () => {
  const world = makeWorld();
  writeTrustList(world.sandbox, trust);
  const draft = await makeDraft(world);
  writeFileSync(good, await seal(world, draft));
  writeFileSync(
    bad,
    await seal(world, withPart(draft, 'content/document.pdf', Buffer.from('%PDF-1.7 another'))),
  );
  writeFileSync(noBundle, 'PK but no more');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('edo-verify', () => {
  it.each([
    [
      '0 and says PASSED for a bundle that proves its document',
      0,
      () => [good, ...trusted],
      /PASSED · ДОКАЗАНО · ДӘЛЕЛДЕНДІ/,
    ],
    [
      '1 and names the part for one that does not',
      1,
      () => [bad, ...trusted],
      /FAIL signatures\/1\/signature\.cms: signature-is-valid/,
    ],
    [
      '2 where nobody says who the operator is',
      2,
      () => [good, '--trust', trust, '--development'],
      /INDETERMINATE/,
    ],
    ['0 and says how it is used', 0, () => ['--help'], /Usage: edo-verify BUNDLE/],
  ])('ends with %s', async (_, exitCode, argv, output) => {
    const ending = await run(argv(), { now, trust });
    expect(ending).toEqual({ exitCode, output: expect.stringMatching(output), error: '' });
  });

  it.each([
    [64, 'without a bundle', () => trusted],
    [
      64,
      'with the trust list that ships, which is none for development',
      () => [good, '--development', '--trust', shipped],
    ],
    [64, 'with a trust list that is not there', () => [good, '--trust', join(folder, 'nowhere')]],
    [64, 'with a development trust list that was not asked for', () => [good, '--trust', trust]],
    [64, 'with an unknown option', () => [good, ...trusted, '--believe']],
    [64, 'with a BIN that is none', () => [good, ...trusted, '--operator', '12']],
    [64, 'with a time without offset', () => [good, ...trusted, '--at', '2026-11-22']],
    [64, 'with a witness key that is none', () => [good, ...trusted, '--witness', 'x']],
    [65, 'for a file that is no bundle', () => [noBundle, ...trusted]],
    [65, 'for a file that is not there', () => [join(folder, 'nothing.zip'), ...trusted]],
  ])('ends with %i %s', async (exitCode, _, argv) => {
    const ending = await run(argv(), { now, trust });
    expect(ending).toEqual({ exitCode, output: '', error: expect.stringMatching(/\S/) });
  });

  it('takes operators and witnesses from files beside the trust list', async () => {
    writeFileSync(join(trust, 'operators.txt'), `# whom we trust\n${operator.bin}\n`);
    const { exitCode } = await run([good, '--trust', join(trust, 'trust-list.json'), '--development'], {
      now,
      trust: 'unused',
    });
    rmSync(join(trust, 'operators.txt'));
    expect(exitCode).toBe(0);
  });

  it('trusts the authorities of НУЦ РК alone, where no trust list is named', async () => {
    const { exitCode, output } = await run([good, '--operator', operator.bin], { now, trust: shipped });
    expect([exitCode, output]).toEqual([1, expect.stringMatching(/FAIL manifest\.cms: manifest-is-signed/)]);
  });

  it('judges as of the time that it is told', async () => {
    const { exitCode } = await run([good, ...trusted, '--at', '2026-11-22T11:00:00Z'], {
      now,
      trust: 'unused',
    });
    expect(exitCode).not.toBe(0);
  });

  it('prints nothing that steers a terminal, whatever the names in a bundle', async () => {
    const { output } = await run([bad, ...trusted], { now, trust: 'unused' });
    expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('the built verifier', () => {
  it('[5.3.17] is one file that needs no network, no package and no right to write', async () => {
    await build({
      entryPoints: [new URL('../src/main.ts', import.meta.url).pathname],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node22',
      logLevel: 'error',
    });
    const rights = ['--permission', `--allow-fs-read=${folder}`];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...rights, program, good, ...trusted, '--at', at, '--json'],
      { cwd: folder, env: {}, encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as BundleReport).outcome).toBe('passed');
  });
});
