#!/usr/bin/env node
import { run } from './cli/run.ts';

process.stdout.on('error', () => process.exit()); // whoever read the output has gone, e.g. `eds … | head`
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  now: () => new Date(),
  fetch,
});
