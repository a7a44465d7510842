import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { at } from './cli.ts';

const project = mkdtempSync(join(tmpdir(), 'eds-package-'));
const installed = join(project, 'node_modules/@edo/eds');
const node = (args: readonly string[]) =>
  execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8' });

/** The package as it is published, in the node_modules of a project that knows nothing of this one. */
beforeAll(() => {
  mkdirSync(join(project, 'node_modules/@edo'), { recursive: true });
  execFileSync(process.execPath, [at('build/package.ts'), installed]);
});
afterAll(() => rmSync(project, { recursive: true }));

describe('the package that is built', () => {
  it('holds JavaScript, types, trust lists and documents, and nothing else', () => {
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: installed, stdio: 'pipe' });
    const [{ files }] = JSON.parse(packed.toString()) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    const belongs =
      /^(package\.json|README\.md|CHANGELOG\.md|docs\/[\w-]+\.md|examples\/[\w-]+\.ts|lib\/.+\.(js|d\.ts)|trust\/ORIGIN\.md|trust\/(production|development)\/[\w.-]+)$/;
    expect(paths.filter((path) => !belongs.test(path))).toEqual([]);
    expect(paths.filter((path) => /test\.(js|d\.ts)$/.test(path))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining(['lib/cli.js', 'lib/index.d.ts', 'trust/production/trust-list.json']),
    );
  });

  it('runs as a command, with the trust list that it carries', () => {
    const sample = at('vectors/cms/personal_active_RSA256.cms');
    expect(node([join(installed, 'lib/cli.js'), 'info', sample])).toContain('kind: cms');
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(installed, 'lib/cli.js'), 'validate', sample, '--no-revocation', '--json'],
      { cwd: project, encoding: 'utf8' },
    );
    expect([status, JSON.parse(stdout).basis.environment]).toEqual([2, 'production']);
  });

  it('is imported as JavaScript', () => {
    const program = `import { validate } from '@edo/eds'; import { der } from '@edo/eds/structures';
      console.log(typeof validate, typeof der.sequence, import.meta.resolve('@edo/eds'));`;
    writeFileSync(join(project, 'use.mjs'), program);
    expect(node(['use.mjs'])).toMatch(/^function function .*lib\/index\.js/);
  });

  it('has types that a strict project accepts', () => {
    writeFileSync(
      join(project, 'use.mts'),
      `import { type Report, validate } from '@edo/eds';
       export const judge: (...input: Parameters<typeof validate>) => Promise<Report> = validate;
       // @ts-expect-error: the input has a shape
       export const wrong = validate({ cms: 1 });`,
    );
    const tsc = at('../../node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    const roots = ['--typeRoots', at('../../node_modules/@types')];
    const { status, stdout } = spawnSync(process.execPath, [tsc, ...options, ...roots, 'use.mts'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
  });
});
