import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadTrustList, type TrustList } from '@edo/eds';
import type { VerifierKey } from '@edo/journal';
import { type Arguments, readBin, readWitness, UsageError } from './arguments.ts';

/** All that is believed, by the command line and the trust folder. */
export type OutsideTrust = { trustList: TrustList; operators: string[]; witnesses: VerifierKey[] };

/**
 * Reads the trust list (a folder, or its `trust-list.json`; `shipped` where none is named) and, beside it,
 * `operators.txt` and `witnesses.txt`: one a line, `#` begins a comment. Throws UsageError, EdsError TRUST_LIST_INVALID.
 */
export function readTrust(
  { trust, operators, witnesses, development }: Arguments,
  shipped: string,
): OutsideTrust {
  const place = trust ?? shipped;
  if (!existsSync(place)) throw new UsageError(`there is no trust list at ${place}: name one with --trust`);
  const folder = statSync(place).isDirectory() ? place : dirname(place);
  return {
    trustList: loadTrustList(folder, development ? 'development' : 'production'),
    operators: [...operators, ...linesOf(join(folder, 'operators.txt')).map(readBin)],
    witnesses: [...witnesses, ...linesOf(join(folder, 'witnesses.txt')).map(readWitness)],
  };
}

function linesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
}
