import { parseArgs } from 'node:util';
import { parseVerifierKey, type VerifierKey } from '@edo/journal';

export const usage = `Usage: edo-verify BUNDLE --operator BIN [options]

Verifies the evidence bundle of an electronic document, without network.

  --operator BIN     the operator that you trust, 12 digits; may be repeated
  --trust DIR|FILE   trust list: a folder with trust-list.json (and operators.txt, witnesses.txt), or that file;
                     if not given, the folder "trust" beside this program, with НУЦ РК's production authorities
  --witness KEY      C2SP key of a witness of the journal (cosignature/v1); may be repeated
  --at TIME          the time to judge at, such as 2026-11-22T12:00:00Z; now, if not given
  --development      accept a trust list of a development environment
  --json             print the report as JSON

Exit code: 0 passed, 1 failed, 2 indeterminate, 64 wrong usage, 65 not a bundle.
`;

/** A command line that cannot be followed; its message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type Arguments = {
  bundle: string;
  /** null: the list that ships with the program. */
  trust: string | null;
  operators: readonly string[];
  witnesses: readonly VerifierKey[];
  /** null: now. */
  at: Date | null;
  development: boolean;
  json: boolean;
};

const options = {
  trust: { type: 'string' },
  operator: { type: 'string', multiple: true },
  witness: { type: 'string', multiple: true },
  at: { type: 'string' },
  development: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line; null where help is asked for. Throws UsageError. */
export function readArguments(argv: readonly string[]): Arguments | null {
  const { values, positionals } = parse(argv);
  if (values.help) return null;
  const [bundle, ...more] = positionals;
  if (bundle === undefined || more.length > 0) throw new UsageError('name one bundle');
  return {
    bundle,
    trust: values.trust ?? null,
    operators: (values.operator ?? []).map(readBin),
    witnesses: (values.witness ?? []).map(readWitness),
    at: values.at === undefined ? null : readTime(values.at),
    development: values.development ?? false,
    json: values.json ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

export function readBin(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new UsageError(`"${text}" is no BIN of 12 digits`);
  return text;
}

export function readWitness(text: string): VerifierKey {
  try {
    const key = parseVerifierKey(text);
    if (key.type === 'cosignature') return key;
  } catch {
    // said below
  }
  throw new UsageError(`"${text}" is no verifier key of the type cosignature/v1`);
}

function readTime(text: string): Date {
  const time = new Date(text);
  if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(time.getTime())) {
    throw new UsageError(`"${text}" is no time with its offset, such as 2026-11-22T12:00:00Z`);
  }
  return time;
}
