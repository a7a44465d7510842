import { join } from 'node:path';
import { run } from './cli/run.ts';

const defaults = { now: new Date(), trust: join(import.meta.dirname, 'trust') };
const { exitCode, output, error } = await run(process.argv.slice(2), defaults);
process.stdout.write(output);
process.stderr.write(error);
process.exitCode = exitCode;
