import { execFileSync, spawnSync } from 'node:child_process';

/** Runs OpenSSL with the engine "gost"; throws where it fails. */
export function opensslGost(args: readonly string[], input?: Uint8Array): Buffer {
  return execFileSync('openssl', [args[0]!, '-engine', 'gost', ...args.slice(1)], { input, stdio: 'pipe' });
}

/** Whether OpenSSL says yes. */
export function opensslAccepts(args: readonly string[], input?: Uint8Array): boolean {
  return spawnSync('openssl', args, { input, stdio: 'pipe' }).status === 0;
}

/** Why nothing can be compared with gost-engine here; undefined where it can. */
export function gostEngineMissing(): string | undefined {
  const { status } = spawnSync('openssl', ['engine', 'gost'], { stdio: 'pipe' });
  return status === 0
    ? undefined
    : 'not compared with gost-engine: it is not installed (apt-get install libengine-gost-openssl)';
}
