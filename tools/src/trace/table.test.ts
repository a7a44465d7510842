import { describe, expect, it } from '@jest/globals';
import { traceTable } from './table.ts';
import { tracedTitles } from './titles.ts';

// tags are put together here so that this file's own samples are not taken for titles
const tagged = (clause: string, rest: string) => `[${clause}] ${rest}`;

describe('titles', () => {
  it('are found in every kind of string, with all their clauses', () => {
    const source = `it('${tagged('5.3.6', 'refuses')}'); it.each([[\`${tagged('5.2.4', tagged('5.3.5', 'is told'))}\`]])("%s");`;
    expect(tracedTitles(source)).toEqual([
      { clauses: ['5.3.6'], title: 'refuses' },
      { clauses: ['5.2.4', '5.3.5'], title: 'is told' },
    ]);
  });

  it('are not found in arrays of numbers or plain text', () => {
    expect(
      tracedTitles(`it('has no clause'); const numbers = ${tagged('5.3', '')}; // ${tagged('5.3.6', '')}`),
    ).toEqual([]);
  });
});

describe('the table', () => {
  const requirements = [
    { section: 'Documents', clauses: ['5.3.5', '5.3.6'], requirement: 'Refused | told.' },
    { section: 'Documents', clauses: ['5.3.9'], requirement: 'Kept.' },
  ];

  it('puts each test beside its requirement and shows what has none', () => {
    const table = traceTable(requirements, [
      { clauses: ['5.3.6'], title: 'refuses', file: 'services/a/test/x.test.ts' },
    ]);
    expect(table).toContain('1 of 3 clauses have a test');
    expect(table).toContain(
      '| 5.3.5 5.3.6 | Refused \\| told. | 5.3.6 refuses ([x.test.ts](../services/a/test/x.test.ts)) |',
    );
    expect(table).toContain('| 5.3.9 | Kept. | – |');
  });

  it('takes a clause that stands in no row for all of its parts, and one that does for itself alone', () => {
    const tests = [{ clauses: ['5.3'], title: 'whole', file: 'a.test.ts' }];
    expect(traceTable(requirements, tests)).toContain('3 of 3 clauses');
    const rows = [...requirements, { section: 'Documents', clauses: ['5.3'], requirement: 'All.' }];
    expect(traceTable(rows, tests)).toContain('1 of 4 clauses');
  });

  it('refuses a title with a clause that does not exist', () => {
    const tests = [{ clauses: ['99.1'], title: 'x', file: 'a.test.ts' }];
    expect(() => traceTable(requirements, tests)).toThrow(tagged('99.1', 'in a.test.ts'));
  });
});
