import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/**
 * Builds what is published into dist/, or into the folder that is given: JavaScript with types in lib/, the trust lists, the documents, and a
 * package.json of its own. The one of the checkout points at TypeScript, which Node does not run from node_modules,
 * and npm replaces no field of it when it packs: so the two are two files, and nothing is rewritten in place.
 */
const root = join(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? join(root, 'dist'));
rmSync(target, { recursive: true, force: true });
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const options = ['-p', join(root, 'tsconfig.build.json'), '--outDir', join(target, 'lib')];
execFileSync(process.execPath, [tsc, ...options], { stdio: 'inherit' });
chmodSync(join(target, 'lib/cli.js'), 0o755);
for (const path of ['README.md', 'CHANGELOG.md', 'docs', 'examples', 'trust'])
  cpSync(join(root, path), join(target, path), { recursive: true });

const { name, version, description, keywords, license, type, engines } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Readonly<Record<string, unknown>>;
const entry = (file: string) => ({ types: `./lib/${file}.d.ts`, default: `./lib/${file}.js` });
const published = {
  ...{ name, version, description, keywords, license, type, engines },
  bin: { eds: './lib/cli.js' },
  exports: { '.': entry('index'), './structures': entry('structures') },
  files: ['lib', 'trust', 'docs', 'examples', 'CHANGELOG.md'],
};
writeFileSync(join(target, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
