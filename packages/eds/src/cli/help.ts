import type { Option } from './arguments.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';

const EXIT_CODES =
  'Exit codes: 0 passed, 1 failed, 2 indeterminate, 64 wrong use, 65 unreadable input.\nWith --json errors are JSON on standard output too: { "error": { "code", "message" } }.';

/** Help for `eds`. */
export function overview(): string {
  const lines = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  const about = "Judges and makes Kazakhstan's national electronic signatures (ЭЦП).";
  const more = 'eds COMMAND --help says more; eds --version.';
  return ['Usage: eds COMMAND …', '', about, '', ...lines, '', more, EXIT_CODES].join('\n');
}

/** Help for one command. */
export function helpOf(name: string, { summary, options, notes = [], ...command }: Command): string {
  const all = Object.entries(options);
  const lines = all.map(([key, option]) => `  ${written(key, option).padEnd(26)}${option.help}`);
  return [
    usageOf(name, { options, ...command }),
    '',
    `${summary}.`,
    '',
    ...lines,
    '',
    ...notes,
    EXIT_CODES,
  ].join('\n');
}

/** The line that shows how a command is called. */
export function usageOf(name: string, { options, file }: Pick<Command, 'options' | 'file'>): string {
  const words = Object.entries(options).map(([key, option]) => {
    const word = written(key, option);
    const repeated = option.kind === 'many' ? '…' : '';
    return option.required ? `${word}${repeated}` : `[${word}]${repeated}`;
  });
  return ['Usage: eds', name, ...(file ? [file] : []), ...words].join(' ');
}

const written = (key: string, { short, value }: Option): string =>
  `${short ? `-${short}` : `--${key}`}${value ? ` ${value}` : ''}`;
