import { spawn } from 'node:child_process';

/**
 * Waits for the end of its standard input, which the kernel closes when the parent ends, however it ended;
 * then stops the process `$1`: SIGTERM, and SIGKILL when it is still there after `$2` tenths of a second.
 */
const script = `
read -r _
kill -TERM "$1" 2>/dev/null
left=$2
while [ "$left" -gt 0 ] && kill -0 "$1" 2>/dev/null; do sleep 0.1; left=$((left - 1)); done
kill -KILL "$1" 2>/dev/null
`;

/**
 * Lets process `pid` not outlive this one, even when this one is killed with SIGKILL.
 * Call the returned function as soon as `pid` has ended: its number may then belong to another process.
 */
export function guard(pid: number, graceMs: number): () => void {
  const tenths = Math.ceil(graceMs / 100);
  const guardian = spawn('/bin/sh', ['-c', script, 'guardian', `${pid}`, `${tenths}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // Ctrl-C in a terminal goes to the whole group; the guardian must outlive it
  });
  guardian.unref();
  (guardian.stdin as unknown as { unref(): void }).unref();
  return () => guardian.kill('SIGKILL');
}
