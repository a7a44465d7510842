import { readFileSync } from 'node:fs';
import { signature } from '@edo/contracts';
import { digest, pkcs12Signer, signDetached } from '@edo/eds';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTENT, store } from './documents.fixture.ts';
import { START_MILLIS, startWorld, type World } from './world.fixture.ts';

const NOW = '2026-11-22T12:00:00Z';
let world: World;
beforeAll(async () => {
  world = await startWorld({ at: NOW });
}, START_MILLIS);
afterAll(() => world?.stop());

/** Real test keys of НУЦ РК (packages/eds/vectors/ORIGIN.md), whose status its CRL of 2026-08 tells. */
const realKey = (name: string) => {
  const container = readFileSync(new URL(`../../../packages/eds/vectors/p12/${name}.p12`, import.meta.url));
  return pkcs12Signer(container, 'Qwerty12');
};

describe('[8.2] a signature by a real key of НУЦ РК', () => {
  it.each([
    ['legal_ceo_valid', 'passes', { indication: 'TOTAL-PASSED', reason: null }],
    ['individual_revoked', 'is on hold', { subIndication: 'TRY_LATER', reason: 'ON_HOLD' }],
    ['legal_signer_valid', 'is revoked', { subIndication: 'REVOKED_NO_POE', reason: 'REVOKED' }],
  ])('%s %s', async (name, _, expected) => {
    const signer = realKey(name);
    const signingTime = new Date(world.clock.millis());
    const cms = await signDetached(digest(signer.digestOid, CONTENT), signer, { signingTime });
    const ids = await store(world, cms);
    const verdict = await world.askAs.documents(signature.actions.validate, { ...ids, purpose: 'receipt' });
    expect(verdict).toMatchObject(expected);
    expect(verdict.signatures[0]!.signer?.iin).toMatch(/^12345678901[12]$/);
  });

  it('is told apart by role', async () => {
    const certificate = Buffer.from(realKey('legal_ceo_valid').certificate).toString('base64');
    const described = await world.askAs.identity(signature.actions.describeCertificate, { certificate });
    expect(described).toMatchObject({
      indication: 'TOTAL-PASSED',
      certificate: { roles: ['legal-entity', 'head'], subject: { bin: '123456789021' } },
    });
  });
});
