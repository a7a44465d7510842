import { EdsError } from '../errors.ts';
import { TOOL } from '../validation/validate.ts';
import { readArguments } from './arguments.ts';
import { EXIT, type Io } from './command.ts';
import { COMMANDS } from './commands.ts';
import { Unavailable, UnreadableInput, UsageError } from './errors.ts';
import { helpOf, overview, usageOf } from './help.ts';
import { printable } from './text.ts';

/** Runs `eds` with these arguments: the exit code. Never throws; what went wrong is one line on standard error. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const [exit, code, message] = explain(error);
    io.err(printable(`eds: ${message}`));
    if (argv.includes('--json')) io.out(JSON.stringify({ error: { code, message } }));
    return exit;
  }
}

async function dispatch([name, ...rest]: readonly string[], io: Io): Promise<number> {
  if (name === undefined) throw new UsageError(`a command is missing\n${overview()}`);
  if (name === '--help' || name === '-h' || name === 'help') return said(io, overview());
  if (name === '--version') return said(io, TOOL.version);
  const command = COMMANDS.get(name);
  if (!command)
    throw new UsageError(
      `unknown command ${name}; known are ${[...COMMANDS.keys()].join(', ')} (eds --help)`,
    );
  if (rest.includes('--help') || rest.includes('-h')) return said(io, helpOf(name, command));
  try {
    return await command.run(readArguments(rest, command), io);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message}\n${usageOf(name, command)}`);
    throw error;
  }
}

function said(io: Io, text: string): number {
  io.out(text);
  return EXIT.passed;
}

function explain(error: unknown): [number, string, string] {
  if (error instanceof UsageError) return [EXIT.usage, 'USAGE', error.message];
  if (error instanceof UnreadableInput || error instanceof EdsError)
    return [EXIT.unreadable, error.code, error.message];
  if (error instanceof Unavailable) return [EXIT.indeterminate, 'UNAVAILABLE', error.message];
  const message = error instanceof Error ? error.message : String(error);
  return [EXIT.defect, 'DEFECT', `a defect of this program, please report it: ${message}`];
}
