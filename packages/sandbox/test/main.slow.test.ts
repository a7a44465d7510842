import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadTrustList } from '@edo/eds';
import { startProcess } from '@edo/servers';
import { afterAll, expect, it } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-main-'));
afterAll(() => rmSync(folder, { recursive: true }));

const start = (env: Record<string, string>) =>
  startProcess({
    name: 'sandbox',
    command: process.execPath,
    args: [fileURLToPath(new URL('../src/main.ts', import.meta.url))],
    env,
    logFile: join(folder, 'log'),
  });

it('the process says where it is and whom to trust, runs by its own clock, and stops when told to', async () => {
  const sandbox = await start({ DATA_DIR: join(folder, 'data'), EDO_CLOCK_OFFSET_MS: '-86400000' });
  try {
    while (!(await sandbox.output()).includes('"msg":"ready"') && !sandbox.exit()) await sleep(50);
    const { base, control, trustList } = JSON.parse(await sandbox.output());
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    expect(loadTrustList(join(trustList.path, '..'), 'development').signers).toHaveLength(4);
    const { now } = (await (await fetch(`${control}/status`)).json()) as { now: string };
    expect(Math.abs(Date.parse(now) + 86_400_000 - Date.now())).toBeLessThan(10_000);
  } finally {
    expect(await sandbox.stop()).toEqual({ code: 0, signal: null });
  }
}, 120_000); // three RSA keys of 4096 bits, and a busy machine

it('the process refuses to start without a folder for its keys, naming the variable', async () => {
  const sandbox = await start({});
  expect(await sandbox.exited).toEqual({ code: 78, signal: null });
  expect(await sandbox.output()).toContain('DATA_DIR');
});
