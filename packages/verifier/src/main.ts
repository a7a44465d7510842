import { run } from './cli/run.ts';

const { exitCode, output, error } = await run(process.argv.slice(2), new Date());
process.stdout.write(output);
process.stderr.write(error);
process.exitCode = exitCode;
