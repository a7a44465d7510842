import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openKeyFolder } from '../src/start/key-folder.ts';
import { takeLock } from '../src/start/lock.ts';
import { choosePorts } from '../src/start/ports.ts';

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

describe('the key folder', () => {
  it('makes each thing once, for its owner alone', () => {
    const read = () => {
      const keys = openKeyFolder(folder);
      const files = [
        keys.signingKey('archive'),
        keys.secret('identity'),
        keys.json('login', () => ({ n: Math.random() })),
      ];
      expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
      return [...files.map((file) => readFileSync(file, 'utf8')), keys.password('nats-archive')];
    };
    const first = read();
    expect(Buffer.from(first[1]!, 'base64')).toHaveLength(32);
    expect(read()).toEqual(first);
  });

  it('publishes the public half of each signing key under its name', () => {
    const keys = openKeyFolder(folder);
    const jwks = JSON.parse(readFileSync(keys.publicKeys(['identity', 'archive']), 'utf8'));
    const pem = readFileSync(keys.signingKey('archive'), 'utf8');
    const { x } = createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' });
    expect(jwks.keys).toMatchObject([{ kid: 'identity' }, { kid: 'archive', kty: 'OKP', crv: 'Ed25519', x }]);
    expect(JSON.stringify(jwks)).not.toContain('"d"');
  });
});
