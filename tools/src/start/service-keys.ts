import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How services prove themselves: key and password files, made on the first start and kept. */
export type Credentials = {
  /** Ed25519, PKCS#8 PEM. */
  keyFile(service: string): string;
  /** JWKS with the public keys of all services; `kid` is the service's name. */
  keysFile: string;
  natsPassword(service: string): string;
};

/** Makes what is missing in `folder`; every file is readable by its owner alone. */
export function prepareCredentials(folder: string, services: readonly string[]): Credentials {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keyFile = (service: string) => join(folder, `${service}.pem`);
  const passwordFile = (service: string) => join(folder, `${service}.nats-password`);
  for (const service of services) {
    writeOnce(keyFile(service), newKey);
    writeOnce(passwordFile(service), () => randomBytes(24).toString('base64url'));
  }
  const keysFile = join(folder, 'services.jwks.json');
  const keys = services.map((service) => publicJwk(service, readFileSync(keyFile(service), 'utf8')));
  writeFileSync(keysFile, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
  return { keyFile, keysFile, natsPassword: (service) => readFileSync(passwordFile(service), 'utf8') };
}

const newKey = () =>
  generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

const publicJwk = (service: string, pem: string) => ({
  ...createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' }),
  kid: service,
  alg: 'EdDSA',
  use: 'sig',
});

function writeOnce(file: string, make: () => string): void {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
}
