import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { ConfigError, readPrivateFile } from '@edo/kit';

/** An object's key as the database keeps it: unreadable without the key-encryption key `kek`. */
export interface WrappedKey {
  readonly kek: string;
  readonly key: Buffer;
}

/** Wraps the keys of objects: a file in development, a KMS or PKCS#11 in production. */
export interface KeyWrapper {
  wrap(key: Buffer): Promise<WrappedKey>;
  /** @throws Error when the key was wrapped by another key-encryption key, or changed */
  unwrap(wrapped: WrappedKey): Promise<Buffer>;
}

const KEY_BYTES = 32;
/** AES-256-KWP with the initial value of RFC 5649, section 3. */
const KWP = 'id-aes256-wrap-pad';
const INITIAL_VALUE = Buffer.from('A65959A6', 'hex');

/** A key-encryption key in a file: 32 random bytes in base64. @throws ConfigError */
export async function fileKeyWrapper(variable: string, file: string): Promise<KeyWrapper> {
  const kek = Buffer.from((await readPrivateFile(variable, file)).trim(), 'base64');
  if (kek.length !== KEY_BYTES)
    throw new ConfigError(
      `${variable}: expected ${KEY_BYTES} random bytes in base64 (openssl rand -base64 32), found ${kek.length}`,
    );
  return keyWrapper(kek);
}

export function keyWrapper(kek: Buffer): KeyWrapper {
  const name = createHash('sha256').update('edo objects kek').update(kek).digest('hex').slice(0, 16);
  return {
    async wrap(key) {
      const cipher = createCipheriv(KWP, kek, INITIAL_VALUE);
      return { kek: name, key: Buffer.concat([cipher.update(key), cipher.final()]) };
    },
    async unwrap(wrapped) {
      if (wrapped.kek !== name)
        throw new Error(`the key was wrapped by ${wrapped.kek}; this process holds ${name}`);
      const decipher = createDecipheriv(KWP, kek, INITIAL_VALUE);
      return Buffer.concat([decipher.update(wrapped.key), decipher.final()]);
    },
  };
}
