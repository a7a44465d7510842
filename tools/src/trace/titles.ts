import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A test that names clauses in its title. `file` from the root of the project. */
export type TracedTest = { clauses: string[]; title: string; file: string };

const literal = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
const tag = /\[(\d{1,2}(?:\.\d{1,2}){1,3})\]/g;

/** The titles in a test file's text that carry clauses, e.g. `[5.3.6] refuses a wrong format`. */
export function tracedTitles(text: string): Omit<TracedTest, 'file'>[] {
  const strings = [...text.matchAll(literal)].map(
    ([, single, double, template]) => single ?? double ?? template ?? '',
  );
  return strings.flatMap((string) => {
    const clauses = [...string.matchAll(tag)].map(([, clause]) => clause!);
    return clauses.length > 0
      ? [{ clauses, title: string.replace(tag, '').replace(/\s+/g, ' ').trim() }]
      : [];
  });
}

/** All tests of the project that name clauses, in the order of their files. */
export function findTracedTests(root: string): TracedTest[] {
  const files = globSync('{packages,services,tools,test}/**/*.test.ts', { cwd: root, exclude: isForeign });
  return files
    .sort()
    .flatMap((file) =>
      tracedTitles(readFileSync(join(root, file), 'utf8')).map((test) => ({ ...test, file })),
    );
}

const isForeign = (path: string) => /(^|\/)(node_modules|fixtures|vectors|suites)$/.test(path);
