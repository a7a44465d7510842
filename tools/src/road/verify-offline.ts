import { spawn } from 'node:child_process';

/**
 * Verifies a bundle with the built verifier, in a process of its own: no environment, no network namespace where the
 * system allows one, and Node's own permission model without network and with nothing to read but the files it needs.
 */
export async function verifyOffline(
  verifier: string,
  bundle: string,
  trustList: string,
  at: string,
): Promise<string> {
  const reads = [verifier, bundle, trustList].map((file) => `--allow-fs-read=${file}`);
  const child = spawn(
    process.execPath,
    ['--permission', ...reads, verifier, bundle, '--trust', trustList, '--at', at],
    { env: {}, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => {
      output[name] += part;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code !== 0) throw new Error(`the verifier says ${code}: ${output.stdout}${output.stderr}`);
  return output.stdout.trim().split('\n').at(-1) ?? '';
}
