import { hkdfSync } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { ConfigError } from './config.ts';

const KEY_BYTES = 32;

/** The text of a file that others than its owner may not read; `name` is the variable that named it. @throws ConfigError */
export async function readPrivateFile(name: string, file: string): Promise<string> {
  const { mode } = await stat(file).catch((cause) => {
    throw new ConfigError(`${name}: ${file} cannot be read`, { cause });
  });
  if ((mode & 0o077) !== 0)
    throw new ConfigError(`${name}: others may read ${file}; allow it to its owner only (chmod 600)`);
  return readFile(file, 'utf8');
}

/**
 * Keys of one purpose each, derived (HKDF-SHA-256, RFC 5869) from the one secret of a service: 32 random bytes in base64,
 * in a file that only its owner may read. `derive('personal data')` gives 32 bytes.
 * @throws ConfigError
 */
export async function readSecret(
  name: string,
  file: string,
  service: string,
): Promise<(purpose: string) => Buffer> {
  const secret = Buffer.from((await readPrivateFile(name, file)).trim(), 'base64');
  if (secret.length !== KEY_BYTES) {
    throw new ConfigError(
      `${name}: expected ${KEY_BYTES} random bytes in base64 (openssl rand -base64 32), found ${secret.length} bytes`,
    );
  }
  return (purpose) => Buffer.from(hkdfSync('sha256', secret, '', `edo ${service} ${purpose}`, KEY_BYTES));
}
