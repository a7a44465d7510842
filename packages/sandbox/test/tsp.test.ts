import {
  createTimestampRequest,
  createTrustList,
  DIGEST,
  digest,
  parseCertificate,
  readTimestampResponse,
  validateTimestampToken,
} from '@edo/eds';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Lie } from '../src/index.ts';
import { clockAt } from './subjects.ts';

const NOW = '2026-11-22T12:00:00Z';
const at = new Date(NOW);
const sandbox = createSandbox({ clock: clockAt(NOW), rsaAuthorityBits: 2048 });
afterEach(() => sandbox.behaviours.reset());

const trust = createTrustList(
  'development',
  'test',
  sandbox.authorities.map(({ nca }) => ({
    certificate: nca.certificate,
    sha256: parseCertificate(nca.certificate).fingerprint,
    trustedFor: ['timestamps'],
  })),
);
const stamped = Buffer.from('подпись');
const POLICY = { gost2015: '1.2.398.3.3.2.6.4', rsa: '1.2.398.3.3.2.6.2', gost2004: '1.2.398.3.3.2.6.1' };

const ask = (policy: string | undefined, digestOid: string = DIGEST.sha256) => {
  const imprint = { digestOid, digest: digest(digestOid, stamped), nonce: 0x4711_4711_4711n };
  const request = createTimestampRequest(policy === undefined ? imprint : { ...imprint, policy });
  return readTimestampResponse(sandbox.tsp(request.encoded), request);
};
const judge = (encoded: Uint8Array) => validateTimestampToken(encoded, { imprintOf: stamped, trust, at });

describe('TSP of the sandbox', () => {
  it.each(Object.entries(POLICY))(
    'stamps by the policy of %s, at the time of its clock',
    async (_, policy) => {
      const { encoded, token } = ask(policy);
      expect(token.info).toMatchObject({ policy, genTime: at });
      expect(await judge(encoded)).toMatchObject({ indication: 'TOTAL-PASSED' });
    },
  );

  it.each([DIGEST.sha256, DIGEST.streebog512, DIGEST.gost34311])('stamps imprints by %s', async (oid) => {
    expect(await judge(ask(POLICY.gost2015, oid).encoded)).toMatchObject({ indication: 'TOTAL-PASSED' });
  });

  it('stamps by ГОСТ 34.10-2015 where no policy is asked for', () => {
    expect(ask(undefined).token.info.policy).toBe(POLICY.gost2015);
  });

  it('refuses a policy that it does not have', () => {
    expect(() => ask('1.2.3')).toThrow('unacceptedPolicy');
  });

  it('refuses a digest algorithm that it does not know, and one of the wrong length', () => {
    const refused = (digestOid: string, length: number) => {
      const request = createTimestampRequest({ digestOid, digest: new Uint8Array(length) });
      return () => readTimestampResponse(sandbox.tsp(request.encoded), request);
    };
    expect(refused('1.2.3.4', 32)).toThrow('badAlg');
    expect(refused(DIGEST.sha256, 31)).toThrow('badDataFormat');
  });

  it('refuses what is no request', () => {
    const request = {
      digestOid: DIGEST.sha256,
      digest: new Uint8Array(32),
      nonce: undefined,
      policy: undefined,
    };
    expect(() => readTimestampResponse(sandbox.tsp(Buffer.from('what?')), request)).toThrow('badRequest');
  });

  it.each<Lie>(['wrong-nonce', 'wrong-imprint'])(
    'lies when told to, and its answer does not fit: %s',
    (lie) => {
      sandbox.behaviours.set('tsp', { lie });
      expect(() => ask(POLICY.rsa)).toThrow(expect.objectContaining({ code: 'TSP_MISMATCH' }));
    },
  );

  it('is not trusted where a stranger has signed', async () => {
    sandbox.behaviours.set('tsp', { lie: 'signed-by-stranger' });
    expect(await judge(ask(POLICY.rsa).encoded)).toMatchObject({ indication: 'INDETERMINATE' });
  });

  it('gives the time of yesterday when told to', () => {
    sandbox.behaviours.set('tsp', { lie: 'stale' });
    expect(ask(POLICY.rsa).token.info.genTime).toEqual(new Date('2026-11-21T12:00:00Z'));
  });
});
