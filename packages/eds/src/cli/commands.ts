import type { Command } from './command.ts';
import { chain } from './commands/chain.ts';
import { info } from './commands/info.ts';
import { ocsp } from './commands/ocsp.ts';
import { sign } from './commands/sign.ts';
import { tsp } from './commands/tsp.ts';
import { validate } from './commands/validate.ts';

/** All sub-commands, in the order of the help. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({ validate, chain, tsp, ocsp, sign, info }),
);
