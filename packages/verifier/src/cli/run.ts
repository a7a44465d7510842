import { readFileSync } from 'node:fs';
import { EdsError } from '@edo/eds';
import { BundleError } from '../errors.ts';
import { edsJudge } from '../verify/eds-judge.ts';
import type { BundleReport, Outcome } from '../verify/report.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import { type Arguments, readArguments, UsageError, usage } from './arguments.ts';
import { printReport } from './print.ts';
import { readTrust } from './trust.ts';

/** What the process is to say and to exit with. */
export type Ending = { exitCode: number; output: string; error: string };

const exitCodes: Record<Outcome, number> = { passed: 0, failed: 1, indeterminate: 2 };
const usageCode = 64; // EX_USAGE of sysexits(3)
const dataCode = 65; // EX_DATAERR

/** What the program takes where the command line names none: the time to judge at, the folder of the trust list. */
export type Defaults = { now: Date; trust: string };

/** The whole program but for the process. */
export async function run(argv: readonly string[], defaults: Defaults): Promise<Ending> {
  try {
    const given = readArguments(argv);
    if (!given) return { exitCode: 0, output: usage, error: '' };
    const report = await verify(given, defaults);
    const output = given.json ? `${JSON.stringify(report, null, 2)}\n` : printReport(report);
    return { exitCode: exitCodes[report.outcome], output, error: '' };
  } catch (error) {
    if (error instanceof UsageError)
      return { exitCode: usageCode, output: '', error: `${error.message}\n\n${usage}` };
    if (error instanceof EdsError)
      return { exitCode: usageCode, output: '', error: `trust list: ${error.message}\n` };
    if (error instanceof BundleError)
      return { exitCode: dataCode, output: '', error: `not a bundle: ${error.message}\n` };
    throw error;
  }
}

async function verify(given: Arguments, { now, trust: shipped }: Defaults): Promise<BundleReport> {
  const { trustList, operators, witnesses } = readTrust(given, shipped);
  const trust = { judge: edsJudge(trustList), operators, witnesses };
  return verifyBundle(readBundle(given.bundle), trust, given.at ?? now);
}

function readBundle(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new BundleError('ZIP_MALFORMED', (error as Error).message);
  }
}
