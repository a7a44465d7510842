import { existsSync } from 'node:fs';

/** A program whose exit code is the answer; `command` is one of node_modules/.bin. */
export type Step = { name: string; command: string; args: string[] };

const sources = ['packages', 'services', 'tools', 'test'];

/** What is checked before the tests, the quick and telling first. */
export const steps: readonly Step[] = [
  { name: 'types', command: 'tsc', args: ['-p', '.', '--noEmit'] },
  { name: 'lint', command: 'biome', args: ['check', '.'] },
  {
    name: 'arrows',
    command: 'depcruise',
    args: ['--config', '.dependency-cruiser.cjs', ...sources.filter((folder) => existsSync(folder))],
  },
  { name: 'generated files are fresh', command: 'node', args: ['tools/src/trace/main.ts', '--check'] },
];
