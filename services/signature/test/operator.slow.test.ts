import { type Result, signature } from '@edo/contracts';
import { readSignedData, validate } from '@edo/eds';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { head, newSigner, person, serialOf, sha256 } from './documents.fixture.ts';
import { OPERATOR, START_MILLIS, startWorld, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, START_MILLIS);
afterEach(() => {
  world?.sandbox.behaviours.reset();
  world?.clock.reset();
});
afterAll(() => world?.stop());

const RECEIPT = Buffer.from('{"format":"edo-receipt/1"}');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('[5.2.4] the operator signs', () => {
  const signReceipt = async () => {
    const { objectId } = await world.objects.put(RECEIPT, { mediaType: 'application/json' });
    return world.askAs.documents(signature.actions.signAsOperator, { objectId, why: 'receipt' });
  };
  const cmsOf = ({ cmsObjectId }: Result<typeof signature.actions.signAsOperator>) =>
    world.objects.bytes(cmsObjectId, 1e6);

  it('so that the signature is proven by what it carries, with nobody asked', async () => {
    const answer = await signReceipt();
    const cms = await cmsOf(answer);
    expect(sha256(cms)).toBe(answer.sha256);
    const later = new Date(Date.now() + 3600_000);
    const report = await validate({ cms, content: RECEIPT, at: later, trust: world.trust.list });
    expect(report).toMatchObject({ indication: 'TOTAL-PASSED', attached: false });
    expect(report.signatures[0]).toMatchObject({
      signer: { organization: OPERATOR.organization, bin: OPERATOR.bin },
      bestSignatureTime: answer.signedAt,
    });
    expect(report.signatures[0]!.checks).toContainEqual(
      expect.objectContaining({ name: 'certificate-reference', status: 'passed' }),
    );
  });

  it('detached, over the bytes that are stored', async () => {
    expect(readSignedData(await cmsOf(await signReceipt())).content).toBeUndefined();
  });

  it('with certificate, timestamp and OCSP answer as evidence of their own', async () => {
    const { evidence } = await signReceipt();
    expect(evidence.map(({ role }) => role)).toEqual(['certificate', 'timestamp', 'ocsp-response']);
  });

  it('and each use of the key is entered', async () => {
    const { cmsObjectId } = await signReceipt();
    const row = await world.connection.db!.collection('signings').findOne({ cmsObjectId });
    expect(row).toMatchObject({ why: 'receipt', caller: 'documents' });
  });

  it.each(['ocsp', 'tsp'] as const)('not while %s does not answer', async (service) => {
    world.sandbox.behaviours.set(service, { down: '503' });
    await expect(signReceipt()).rejects.toMatchObject({ code: 'AUTHORITY_UNAVAILABLE' });
  });

  it('not with a certificate that is revoked', async () => {
    const serialNumber = serialOf(world.operator, world);
    world.sandbox.revoke(serialNumber, 'keyCompromise', new Date(Date.now() - 60_000));
    await expect(signReceipt()).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_ACCEPTED' });
    world.sandbox.release(serialNumber);
  });
});

describe('a stamp', () => {
  const digest = sha256(Buffer.from('checkpoint'));

  it('is a token of a trusted TSA with its time', async () => {
    const { token, genTime } = await world.askAs.archive(signature.actions.stamp, { sha256: digest });
    expect(readSignedData(Buffer.from(token, 'base64')).contentType).toBe('1.2.840.113549.1.9.16.1.4');
    expect(Math.abs(Date.parse(genTime) - Date.now())).toBeLessThan(5000);
  });

  it('is refused while the TSA does not answer', async () => {
    world.sandbox.behaviours.set('tsp', { down: 'drop' });
    await expect(world.askAs.archive(signature.actions.stamp, { sha256: digest })).rejects.toMatchObject({
      code: 'AUTHORITY_UNAVAILABLE',
    });
  });
});

describe('[8.1] a certificate is described and judged now', () => {
  const describeIt = (certificate: Uint8Array) =>
    world.askAs.identity(signature.actions.describeCertificate, { certificate: base64(certificate) });

  it('as good, with holder and roles', async () => {
    expect(await describeIt(newSigner(world).certificate)).toMatchObject({
      indication: 'TOTAL-PASSED',
      certificate: {
        purpose: 'signing',
        subject: { commonName: head.commonName, iin: head.iin, bin: head.bin },
        roles: ['legal-entity', 'head'],
      },
    });
  });

  it('as one for logging in', async () => {
    const { certificate } = newSigner(world, { profile: 'authentication', subject: person });
    expect((await describeIt(certificate)).certificate.purpose).toBe('authentication');
  });

  it('as on hold, as ended, as a stranger’s', async () => {
    const held = newSigner(world);
    world.sandbox.revoke(serialOf(held, world), 'certificateHold', new Date(Date.now() - 60_000));
    expect(await describeIt(held.certificate)).toMatchObject({
      subIndication: 'TRY_LATER',
      reason: 'ON_HOLD',
    });
    const ended = newSigner(world, { notBefore: new Date('2025-01-01T00:00:00Z'), days: 30 });
    expect(await describeIt(ended.certificate)).toMatchObject({ reason: 'CERTIFICATE_EXPIRED' });
    const { root } = world.sandbox.authority('rsa');
    expect(await describeIt(root.certificate)).toMatchObject({ subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
  });

  it('as unanswered while OCSP is down', async () => {
    world.sandbox.behaviours.set('ocsp', { down: '503' });
    world.clock.move(16_000);
    const { certificate } = newSigner(world, { algorithm: 'rsa' });
    expect(await describeIt(certificate)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'TRY_LATER',
      reason: 'AUTHORITY_UNAVAILABLE',
    });
  });

  it('or refused, where it is none', async () => {
    await expect(describeIt(Buffer.from('certificate?'))).rejects.toMatchObject({
      code: 'CERTIFICATE_NOT_ACCEPTED',
    });
  });
});

describe('the trust list', () => {
  it('names each anchor with its uses and the hash that pins all', async () => {
    const list = await world.askAs.archive(signature.actions.trustList, {});
    expect(list).toMatchObject({ sha256: world.trust.sha256, environment: 'development' });
    const sandboxAnchor = list.anchors.find(({ subject }) => subject.includes('ОРТАЛЫҚ (GOST) SANDBOX'));
    expect(sandboxAnchor?.uses).toEqual(['signers', 'timestamps']);
    expect(list.anchors.find(({ uses }) => uses.includes('ocsp'))?.subject).toContain(
      'OCSP RESPONDER SANDBOX',
    );
  });
});
