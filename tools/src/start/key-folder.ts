import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keys and passwords of the platform: each made when first asked for, then kept, readable by its owner alone. */
export type KeyFolder = {
  /** File of an Ed25519 private key, PKCS#8 PEM. */
  signingKey(name: string): string;
  /** File of 32 random bytes in base64. */
  secret(name: string): string;
  /** File of a random password. */
  passwordFile(name: string): string;
  /** That password itself. */
  password(name: string): string;
  /** File of `make()` as JSON. */
  json(name: string, make: () => unknown): string;
  /** File of what `make` obtains from elsewhere. */
  obtained(name: string, make: () => Promise<Uint8Array>): Promise<string>;
  /** JWKS file with the public halves of these signing keys; `kid` is the name. */
  publicKeys(names: readonly string[]): string;
};

export function openKeyFolder(folder: string): KeyFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keep = (file: string, make: () => string) => writeOnce(join(folder, file), make);
  const passwordFile = (name: string) =>
    keep(`${name}.password`, () => randomBytes(24).toString('base64url'));
  const signingKey = (name: string) => keep(`${name}.pem`, newSigningKey);
  return {
    signingKey,
    secret: (name) => keep(`${name}.secret`, () => randomBytes(32).toString('base64')),
    passwordFile,
    password: (name) => readFileSync(passwordFile(name), 'utf8'),
    json: (name, make) => keep(`${name}.json`, () => `${JSON.stringify(make(), null, 2)}\n`),
    obtained: async (name, make) => {
      const file = join(folder, name);
      return writeOnce(file, existsSync(file) ? () => '' : always(await make()));
    },
    publicKeys: (names) => {
      const keys = names.map((name) => publicJwk(name, readFileSync(signingKey(name), 'utf8')));
      const file = join(folder, 'services.jwks.json');
      writeFileSync(file, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
      return file;
    },
  };
}

const always = (value: Uint8Array) => () => value;

function writeOnce(file: string, make: () => string | Uint8Array): string {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  return file;
}

const newSigningKey = () =>
  generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

const publicJwk = (kid: string, pem: string) => ({
  ...createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' }),
  kid,
  alg: 'EdDSA',
  use: 'sig',
});
