import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { takeLock } from '../src/start/lock.ts';
import { choosePorts } from '../src/start/ports.ts';
import { prepareCredentials } from '../src/start/service-keys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edo-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock', () => {
  it('is taken over from a process that is gone', () => {
    const file = join(folder, 'lock');
    writeFileSync(file, '999999999\n');
    const lock = takeLock(file);
    expect(lock.wasAbandoned).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(`${process.pid}\n`);
    lock.release();
    expect(takeLock(file).wasAbandoned).toBe(false);
  });

  it('is taken over where another program has got the number since', () => {
    const file = join(folder, 'lock');
    writeFileSync(file, `${process.pid}\n`); // this process is jest
    expect(takeLock(file).wasAbandoned).toBe(true);
  });
});

describe('the ports', () => {
  it('stay those of the first start', async () => {
    const file = join(folder, 'port-base');
    const first = await choosePorts(file, undefined);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
    expect(await choosePorts(file, undefined)).toEqual(first);
  });

  it('are refused by name when another program holds one', async () => {
    const file = join(folder, 'port-base');
    const { smtp } = await choosePorts(file, undefined);
    const other = createServer().listen(smtp, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    try {
      await expect(choosePorts(file, undefined)).rejects.toThrow(
        `port ${smtp} (smtp) is taken by another program`,
      );
      expect((await choosePorts(join(folder, 'elsewhere'), undefined)).smtp).not.toBe(smtp);
    } finally {
      other.close();
    }
  });

  it('are refused when EDO_PORT_BASE is no port', async () => {
    await expect(choosePorts(join(folder, 'port-base'), 'abc')).rejects.toThrow(
      /^EDO_PORT_BASE must be a port number/,
    );
  });
});

describe('the credentials', () => {
  it('are made once, for their owner alone, with every public key in the JWKS', () => {
    const made = prepareCredentials(folder, ['identity', 'archive']);
    const pem = readFileSync(made.keyFile('archive'), 'utf8');
    const password = made.natsPassword('archive');
    const again = prepareCredentials(folder, ['identity', 'archive', 'disputes']);
    expect([readFileSync(again.keyFile('archive'), 'utf8'), again.natsPassword('archive')]).toEqual([
      pem,
      password,
    ]);
    expect(statSync(made.keyFile('archive')).mode & 0o777).toBe(0o600);
    const { keys } = JSON.parse(readFileSync(again.keysFile, 'utf8'));
    expect(keys.map(({ kid }: { kid: string }) => kid)).toEqual(['identity', 'archive', 'disputes']);
    const publicKey = createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' });
    expect(keys[1]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', x: publicKey.x });
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });
});
