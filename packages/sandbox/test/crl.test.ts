import { judgeCrl, parseCertificate, parseCrl } from '@edo/eds';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSandbox } from '../src/index.ts';
import { person } from './subjects.ts';

let now = Date.parse('2026-11-22T12:00:00Z');
const sandbox = createSandbox({ clock: { millis: () => now }, rsaAuthorityBits: 2048 });
const authority = sandbox.authority('rsa');
afterEach(() => sandbox.behaviours.reset());

const newHolder = () => {
  const { certificate } = sandbox.issue({ profile: 'person', subject: person, algorithm: 'rsa' });
  return parseCertificate(certificate);
};
const judge = (certificate: ReturnType<typeof newHolder>, ...lists: Uint8Array[]) =>
  judgeCrl({
    certificate,
    issuer: parseCertificate(authority.nca.certificate),
    crls: lists.map(parseCrl),
    at: new Date(now),
  });
const behaviour = () => sandbox.behaviours.of('crl');
const base = () => sandbox.crls.base(authority, behaviour());
const delta = () => sandbox.crls.delta(authority, behaviour());

describe('CRLs of the sandbox', () => {
  it('tell the news in the delta until the base is published anew', () => {
    const holder = newHolder();
    expect(judge(holder, base()).status).toBe('good');
    now += 60_000;
    sandbox.revoke(Buffer.from(holder.serialNumber).toString('hex'), 'superseded');
    now += 60_000;
    expect(judge(holder, base()).status).toBe('good');
    expect(judge(holder, base(), delta())).toMatchObject({ status: 'revoked', reason: 'superseded' });
    sandbox.crls.publish();
    expect(judge(holder, base()).status).toBe('revoked');
  });

  it.each([
    ['signed-by-stranger', 'CRL_SIGNATURE_INVALID'],
    ['stale', 'CRL_NOT_TIMELY'],
  ] as const)('lie when told to, and are caught: %s', (lie, code) => {
    sandbox.behaviours.set('crl', { lie });
    expect(judge(newHolder(), base())).toMatchObject({ status: 'unknown', code });
  });

  it('exist for the root, which has revoked nothing', () => {
    const nca = parseCertificate(authority.nca.certificate);
    const issuer = parseCertificate(authority.root.certificate);
    const crls = [parseCrl(sandbox.crls.root(authority))];
    expect(judgeCrl({ certificate: nca, issuer, crls, at: new Date(now) }).status).toBe('good');
  });
});
