/** What one check saw: numbers that an operator compares, and sentences for what does not fit together. */
export interface Finding {
  readonly check: string;
  readonly numbers: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

/** Sentences after this many are only counted: an audit of a broken database must not fill the screen. */
const MOST_PROBLEMS = 20;

/** Collects the problems of one check. */
export function collectProblems(): { add(problem: string): void; list(): string[] } {
  const problems: string[] = [];
  let more = 0;
  return {
    add(problem) {
      if (problems.length < MOST_PROBLEMS) problems.push(problem);
      else more += 1;
    },
    list: () => (more > 0 ? [...problems, `and ${more} more`] : problems),
  };
}

export function lineOf({ check, numbers, problems }: Finding): string {
  const counted = Object.entries(numbers).map(([name, value]) => `${value} ${name}`);
  const sentences = problems.map((problem) => `\n     ${problem}`);
  return `${problems.length === 0 ? 'ok  ' : 'BAD '} ${check}: ${counted.join(', ')}${sentences.join('')}`;
}
