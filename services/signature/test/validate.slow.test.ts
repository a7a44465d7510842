import { signature, signatureFacts, type Verdict } from '@edo/contracts';
import { addTimestamp } from '@edo/eds';
import type { Lie } from '@edo/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CONTENT,
  head,
  newSigner,
  person,
  serialOf,
  sha256,
  sign,
  signWithContent,
  store,
} from './documents.fixture.ts';
import { START_MILLIS, startWorld, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, START_MILLIS);
afterEach(() => {
  world?.sandbox.behaviours.reset();
  world?.clock.reset();
});
afterAll(() => world?.stop());

type Purpose = Verdict['purpose'];
const validate = async (cms: Uint8Array, purpose: Purpose = 'receipt', content = CONTENT) =>
  world.askAs.documents(signature.actions.validate, { ...(await store(world, cms, content)), purpose });
const rolesOf = ({ evidence }: Verdict) => evidence.map(({ role }) => role).sort();
/** Facts in the outbox about this CMS. */
const factsOf = async (cms: Uint8Array) => {
  const rows = await world.connection.db!.collection('outbox').find().toArray();
  const facts = rows.map(({ bytes }) => JSON.parse(Buffer.from(bytes.buffer).toString()));
  return facts.filter(({ data }) => data.cmsSha256 === sha256(cms));
};

describe('[8.2] a signature is validated with НУЦ РК', () => {
  it.each(['gost2015', 'rsa', 'gost2004'] as const)(
    'passes with OCSP and a timestamp: %s',
    async (algorithm) => {
      const verdict = await validate(await sign(newSigner(world, { algorithm }), world));
      expect(verdict).toMatchObject({ indication: 'TOTAL-PASSED', subIndication: null, reason: null });
      expect(rolesOf(verdict)).toEqual(['certificate', 'ocsp-response', 'ocsp-response', 'timestamp']);
    },
  );

  it('names the signer as the certificate does', async () => {
    const { signatures } = await validate(await sign(newSigner(world), world));
    expect(signatures).toHaveLength(1);
    expect(signatures[0]!.signer).toMatchObject({
      commonName: head.commonName,
      iin: head.iin,
      bin: head.bin,
      organization: head.organization,
      roles: ['legal-entity', 'head'],
    });
  });

  it('[5.2.3.1] records means, version and ground, and keeps the whole report', async () => {
    const cms = await sign(newSigner(world), world);
    const verdict = await validate(cms);
    expect(verdict.tool).toMatchObject({ name: '@edo/eds', basis: expect.stringContaining('1187') });
    const report = JSON.parse(Buffer.from(await world.objects.bytes(verdict.reportObjectId, 1e6)).toString());
    expect(report).toMatchObject({
      format: 'edo-validation-report/1',
      cmsSha256: sha256(cms),
      contentSha256: sha256(CONTENT),
      trustListSha256: world.trust.sha256,
      report: { basis: { tool: verdict.tool.name, version: verdict.tool.version } },
    });
  });

  it('tells the fact with digests alone', async () => {
    const cms = await sign(newSigner(world), world);
    const verdict = await validate(cms);
    const [fact] = await factsOf(cms);
    expect(signatureFacts.validated.data.parse(fact.data)).toMatchObject({
      contentSha256: sha256(CONTENT),
      indication: 'TOTAL-PASSED',
      validatedAt: verdict.validatedAt,
    });
    expect(JSON.stringify(fact)).not.toContain(head.iin);
  });

  it('keeps raw evidence under the digests it names', async () => {
    const { evidence } = await validate(await sign(newSigner(world), world));
    for (const ref of evidence) expect(sha256(await world.objects.bytes(ref.objectId, 1e6))).toBe(ref.sha256);
  });

  it('leaves the received bytes as they are', async () => {
    const cms = await sign(newSigner(world), world);
    const { cmsObjectId, contentObjectId } = await store(world, cms);
    await world.askAs.documents(signature.actions.validate, {
      cmsObjectId,
      contentObjectId,
      purpose: 'receipt',
    });
    expect(Buffer.from(await world.objects.bytes(cmsObjectId, 1e6))).toEqual(Buffer.from(cms));
  });

  it('judges by the first timestamp on every later question, and asks for no other', async () => {
    const cms = await sign(newSigner(world), world);
    const first = await validate(cms, 'signing');
    world.clock.move(3600_000);
    const second = await validate(cms, 'receipt');
    expect(second.indication).toBe('TOTAL-PASSED');
    expect(second.signatures[0]!.bestSignatureTime).toBe(first.signatures[0]!.bestSignatureTime);
    const stampOf = ({ evidence }: Verdict) => evidence.find(({ role }) => role === 'timestamp');
    expect(stampOf(second)).toEqual(stampOf(first));
  });

  it('takes an attached content only where it is the stored one', async () => {
    const cms = await signWithContent(newSigner(world), world);
    expect((await validate(cms)).indication).toBe('TOTAL-PASSED');
    expect(await validate(cms, 'receipt', Buffer.from('другой договор'))).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'HASH_FAILURE',
      reason: 'CONTENT_CHANGED',
    });
  });
});

describe('timestamps that prove nothing', () => {
  it('do not hide that there is none that counts', async () => {
    const other = await world.authorities.stamp(Buffer.alloc(32));
    let cms = await sign(newSigner(world), world);
    for (let i = 0; i < 8; i += 1) cms = addTimestamp(cms, 0, other.token);
    expect(await validate(cms)).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
  });
});

describe('[5.3.6] a signature that is not good is refused', () => {
  it('over another content, without asking anybody', async () => {
    world.sandbox.behaviours.set('ocsp', { down: 'drop' });
    world.sandbox.behaviours.set('tsp', { down: 'drop' });
    const cms = await sign(newSigner(world), world);
    expect(await validate(cms, 'receipt', Buffer.from('другой договор'))).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'HASH_FAILURE',
      evidence: [],
    });
    expect(await factsOf(cms)).toHaveLength(1);
  });

  it('where the bytes are no CMS', async () => {
    expect(await validate(Buffer.from('это не подпись'))).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'FORMAT_FAILURE',
      signatures: [],
    });
  });

  it('by a certificate for logging in', async () => {
    const cms = await sign(newSigner(world, { profile: 'authentication', subject: person }), world);
    expect(await validate(cms)).toMatchObject({
      indication: 'INDETERMINATE',
      reason: 'NOT_A_SIGNING_CERTIFICATE',
    });
  });

  it('by a revoked certificate', async () => {
    const signer = newSigner(world);
    const cms = await sign(signer, world);
    world.sandbox.revoke(serialOf(signer, world), 'keyCompromise', new Date(Date.now() - 60_000));
    expect(await validate(cms)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'REVOKED_NO_POE',
      reason: 'REVOKED',
    });
  });

  it('by a certificate on hold, and told so', async () => {
    const signer = newSigner(world);
    const cms = await sign(signer, world);
    world.sandbox.revoke(serialOf(signer, world), 'certificateHold', new Date(Date.now() - 60_000));
    expect(await validate(cms)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'TRY_LATER',
      reason: 'ON_HOLD',
    });
  });

  it('by a certificate that has ended', async () => {
    const signer = newSigner(world, { notBefore: new Date(Date.now() - 9 * 86_400_000), days: 3 });
    expect(await validate(await sign(signer, world))).toMatchObject({
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
      reason: 'CERTIFICATE_EXPIRED',
    });
  });

  it('[5.2.3.2] at receipt, where the certificate was revoked after the signing; an examination of the signing still passes', async () => {
    const signer = newSigner(world);
    const cms = await sign(signer, world);
    expect((await validate(cms, 'signing')).indication).toBe('TOTAL-PASSED');
    world.clock.move(3600_000);
    world.sandbox.revoke(serialOf(signer, world), 'superseded');
    world.clock.move(60_000);
    expect(await validate(cms, 'receipt')).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'REVOKED_NO_POE',
      reason: 'REVOKED',
    });
    expect((await validate(cms, 'examination')).indication).toBe('TOTAL-PASSED');
  });
});

describe('while НУЦ РК', () => {
  const UNANSWERED = {
    indication: 'INDETERMINATE',
    subIndication: 'TRY_LATER',
    reason: 'AUTHORITY_UNAVAILABLE',
  };

  it.each([
    ['is slow', { slowMillis: 1500 }],
    ['answers 503', { down: '503' }],
    ['drops connections', { down: 'drop' }],
  ] as const)('%s, the verdict waits, and passes once it is back', async (_, weather) => {
    const cms = await sign(newSigner(world), world);
    world.sandbox.behaviours.set('ocsp', weather);
    world.sandbox.behaviours.set('tsp', weather);
    expect(await validate(cms)).toMatchObject(UNANSWERED);
    expect(await factsOf(cms)).toEqual([]);
    world.sandbox.behaviours.reset();
    world.clock.move(16_000); // the circuit breaker's pause
    expect(await validate(cms)).toMatchObject({ indication: 'TOTAL-PASSED' });
  });

  it('gives no timestamp, the verdict waits though OCSP answers', async () => {
    world.sandbox.behaviours.set('tsp', { down: '503' });
    const verdict = await validate(await sign(newSigner(world), world));
    expect(verdict).toMatchObject(UNANSWERED);
    expect(verdict.signatures[0]!.checks).toContainEqual(
      expect.objectContaining({ name: 'timestamp-authority', status: 'indeterminate' }),
    );
    world.clock.move(16_000);
  });

  it('answers no OCSP, a current CRL serves, and is kept as evidence', async () => {
    const cms = await sign(newSigner(world), world);
    await world.authorities.crls.refresh();
    world.sandbox.behaviours.set('ocsp', { down: '503' });
    const verdict = await validate(cms);
    expect(verdict).toMatchObject({ indication: 'TOTAL-PASSED' });
    expect(rolesOf(verdict)).toContain('crl');
    world.clock.move(16_000);
  });
});

describe('a НУЦ РК that lies', () => {
  it.each<[Lie, string]>([
    ['wrong-nonce', 'OCSP_NONCE_WRONG'],
    ['other-certificate', 'OCSP_NOT_ABOUT_CERTIFICATE'],
    ['signed-by-stranger', 'OCSP_RESPONDER_NOT_AUTHORISED'],
    ['stale', 'OCSP_NOT_TIMELY'],
  ])('is not believed about a certificate: %s', async (lie, code) => {
    const signer = newSigner(world, { algorithm: 'rsa' }); // whose CRL is not configured
    world.sandbox.behaviours.set('ocsp', { lie });
    const verdict = await validate(await sign(signer, world));
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
    const revocation = verdict.signatures[0]!.checks.find(({ name }) => name === 'revocation');
    expect(revocation).toMatchObject({ status: 'indeterminate', message: expect.stringContaining(code) });
    expect(rolesOf(verdict)).toContain('ocsp-response');
  });

  it.each<Lie>(['wrong-nonce', 'wrong-imprint', 'signed-by-stranger', 'stale'])(
    'is not believed about the time: %s',
    async (lie) => {
      world.sandbox.behaviours.set('tsp', { lie });
      const verdict = await validate(await sign(newSigner(world), world));
      expect(verdict).toMatchObject({ subIndication: 'TRY_LATER', reason: 'AUTHORITY_UNAVAILABLE' });
      expect(rolesOf(verdict)).not.toContain('timestamp');
    },
  );
});
