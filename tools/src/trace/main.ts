// npm run trace: writes docs/trace.md. With --check: says whether it is what would be written, and writes nothing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRequirements } from './clauses.ts';
import { traceTable } from './table.ts';
import { findTracedTests } from './titles.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const file = join(root, 'docs/trace.md');
const table = traceTable(readRequirements(join(root, 'docs/clauses.json')), findTracedTests(root));

if (!process.argv.includes('--check')) writeFileSync(file, table);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== table) {
  console.error('docs/trace.md is not what the tests say: run npm run trace and commit it.');
  process.exitCode = 1;
}
