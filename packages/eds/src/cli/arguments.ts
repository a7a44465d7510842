import { UsageError } from './errors.ts';

/** An option: a flag, one value, or many. `value` names the value in help; a short name is one letter. */
export type Option = {
  readonly kind: 'flag' | 'one' | 'many';
  readonly value?: string;
  readonly required?: boolean;
  readonly short?: string;
  readonly help: string;
};

/** What a command line is read by: the options, and the name of the one file, where one is taken. */
export type Grammar = { readonly options: Readonly<Record<string, Option>>; readonly file?: string };

/** What was given, by option name. */
export type Arguments = {
  /** the FILE; empty where the command takes none */
  readonly file: string;
  readonly has: (option: string) => boolean;
  readonly one: (option: string) => string | undefined;
  readonly many: (option: string) => readonly string[];
};

/** Reads `--name value`, `--name=value`, `-n value` and the file, in any order. Error: UsageError. */
export function readArguments(argv: readonly string[], { options, file }: Grammar): Arguments {
  const values = new Map<string, string[]>();
  const files: string[] = [];
  let list: string[] | undefined; // where no file is taken, bare arguments go on with the list before them
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index]!;
    if (!argument.startsWith('-') || argument === '-') {
      (file === undefined && list ? list : files).push(argument);
      continue;
    }
    const [name, option, inline] = findOption(argument, options);
    const given = values.get(name) ?? [];
    values.set(name, given);
    list = option.kind === 'many' ? given : undefined;
    if (option.kind !== 'many' && given.length > 0) throw new UsageError(`--${name} is given twice`);
    if (option.kind === 'flag') given.push('');
    else given.push(inline ?? givenValue(argument, argv[++index], option));
    if (option.kind === 'flag' && inline !== undefined) throw new UsageError(`--${name} takes no value`);
  }
  requireAll(values, files, options, file);
  return {
    file: files[0] ?? '',
    has: (name) => values.has(name),
    one: (name) => values.get(name)?.[0],
    many: (name) => values.get(name) ?? [],
  };
}

function findOption(
  argument: string,
  options: Readonly<Record<string, Option>>,
): [string, Option, string | undefined] {
  const [, name = '', inline] = /^--?([^=]*)(?:=([\s\S]*))?$/.exec(argument) ?? [];
  const long = argument.startsWith('--');
  const found = Object.entries(options).find(([key, { short }]) => (long ? key === name : short === name));
  if (!found) {
    const known = Object.keys(options).map((key) => `--${key}`);
    throw new UsageError(`unknown option ${argument}; known are ${known.join(', ')}`);
  }
  return [...found, inline];
}

function givenValue(argument: string, value: string | undefined, option: Option): string {
  if (value === undefined || (value.startsWith('-') && value !== '-'))
    throw new UsageError(`${argument} needs a value: ${argument} ${option.value ?? 'VALUE'}`);
  return value;
}

function requireAll(
  values: ReadonlyMap<string, readonly string[]>,
  files: readonly string[],
  options: Readonly<Record<string, Option>>,
  file: string | undefined,
): void {
  if (file !== undefined && files.length === 0) throw new UsageError(`${file} is missing`);
  const extra = file === undefined ? files[0] : files[1];
  if (extra !== undefined) throw new UsageError(`one argument too many: ${extra}`);
  for (const [name, { required, value = '' }] of Object.entries(options)) {
    if (required && !values.has(name)) throw new UsageError(`--${name} ${value} is missing`);
  }
}
