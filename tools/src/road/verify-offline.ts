import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** What is believed although the bundle does not prove it: the folder of the trust list, and who the operator is. */
export interface OutsideTrust {
  readonly folder: string;
  readonly operatorBin: string;
}

/**
 * Verifies a bundle with the built verifier, in a process of its own that has an empty environment and, by Node's permission
 * model, no network, no children and nothing to read but the verifier, the bundle and the trust list. Gives its last line.
 * @throws Error with everything the verifier said, when it does not pass
 */
export async function verifyOffline(
  verifier: string,
  bundle: string,
  trust: OutsideTrust,
  at: string,
): Promise<string> {
  const reads = [dirname(verifier), bundle, trust.folder].map((path) => `--allow-fs-read=${path}`);
  const words = [
    bundle,
    '--trust',
    trust.folder,
    '--development',
    '--operator',
    trust.operatorBin,
    '--at',
    at,
  ];
  const child = spawn(process.execPath, ['--permission', ...reads, verifier, ...words], {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
