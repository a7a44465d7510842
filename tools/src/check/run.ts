import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { guard } from '@edo/servers';
import type { Step } from './steps.ts';

/** Runs a step with its output streamed through; its exit code (128 and more: ended by a signal). */
export async function runStep(
  { command, args }: Step,
  root: string,
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  const path = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env, PATH: path },
  });
  const release = child.pid === undefined ? () => {} : guard(child.pid, 10_000);
  const stop = () => child.kill('SIGTERM');
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(127);
    });
    child.once('exit', (code) => resolve(code ?? 128));
  }).finally(() => {
    release();
    process.off('SIGTERM', stop);
    process.off('SIGINT', stop);
  });
}
