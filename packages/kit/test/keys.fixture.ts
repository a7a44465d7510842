import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames } from '@edo/contracts';
import { type Assertions, createAssertions, readServiceKeys } from '../src/assertion.ts';
import { type Clock, clockWithOffset } from '../src/clock.ts';

/** Fresh keys of all services in files, and each service's assertions. */
export async function makeServiceKeys(): Promise<
  (service: ServiceName, clock?: Clock) => Promise<Assertions>
> {
  const folder = await mkdtemp(join(tmpdir(), 'edo-keys-'));
  const keyFile = (service: ServiceName) => join(folder, `${service}.pem`);
  const keys = await Promise.all(
    serviceNames.map(async (service) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      await writeFile(keyFile(service), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      return { ...publicKey.export({ format: 'jwk' }), kid: service };
    }),
  );
  const keysFile = join(folder, 'services.json');
  await writeFile(keysFile, JSON.stringify({ keys }));
  return async (service, clock = clockWithOffset(0)) =>
    createAssertions(await readServiceKeys(service, keyFile(service), keysFile), clock);
}
