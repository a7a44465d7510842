import { readFileSync } from 'node:fs';
import { describeCertificate, parseCertificate, readPkcs12, verifySignature } from '@edo/eds';
import { describe, expect, it } from '@jest/globals';
import { createSandbox, type Order, TEST_PASSWORD, writePkcs12 } from '../src/index.ts';
import { clockAt, head, informationSystem, person } from './subjects.ts';

const sandbox = createSandbox({ clock: clockAt('2026-11-22T12:00:00Z'), rsaAuthorityBits: 2048 });
const issued = (order: Order) => parseCertificate(sandbox.issue(order).certificate);

describe('certificates of the sandbox', () => {
  it.each<[string, Order, object]>([
    ['a person', { profile: 'person', subject: person }, { holder: 'person', roles: ['individual'] }],
    [
      'a head',
      { profile: 'head', subject: head },
      { holder: 'legal-entity', roles: ['legal-entity', 'head'] },
    ],
    [
      'whoever has the right to sign',
      { profile: 'right-to-sign', subject: head },
      { holder: 'legal-entity', roles: ['legal-entity', 'right-to-sign'] },
    ],
    [
      'an employee with RSA in the profile of 2018',
      { profile: 'employee', subject: head, algorithm: 'rsa', edition: '2018' },
      { holder: 'legal-entity', roles: ['legal-entity', 'employee'], profile: '2018' },
    ],
    [
      'an information system',
      { profile: 'information-system', subject: informationSystem },
      { holder: 'information-system', roles: ['legal-entity', 'information-system'] },
    ],
    [
      'a person with ГОСТ-2004',
      { profile: 'person', subject: person, algorithm: 'gost2004' },
      { holder: 'person', keyAlgorithm: expect.stringContaining('2004') as unknown as string },
    ],
  ])('are read as what they are: %s', (_, order, expected) => {
    expect(describeCertificate(issued(order))).toMatchObject({ purpose: 'signing', ...expected });
  });

  it('tell authentication from signing', () => {
    expect(describeCertificate(issued({ profile: 'authentication', subject: person }))).toMatchObject({
      purpose: 'authentication',
      profile: '2018',
      keyUsage: ['digitalSignature', 'keyEncipherment'],
    });
  });

  it('have the extensions of a real certificate of НУЦ РК, with the same values but for addresses and keys', () => {
    const container = readFileSync(new URL('../../eds/vectors/p12/legal_ceo_valid.p12', import.meta.url));
    const real = parseCertificate(readPkcs12(container, TEST_PASSWORD).certificates[0]!);
    const ours = issued({ profile: 'head', subject: head });
    expect([...ours.rawExtensions.keys()].sort()).toEqual([...real.rawExtensions.keys()].sort());
    const own = ['crlDistributionPoints', 'freshestCrl', 'authorityInformationAccess'];
    const keys = ['subjectKeyIdentifier', 'authorityKeyIdentifier'];
    const comparable = ({ extensions }: typeof ours) =>
      Object.fromEntries(Object.entries(extensions).filter(([name]) => ![...own, ...keys].includes(name)));
    expect(comparable(ours)).toEqual(comparable(real));
    expect(ours.subject.encoded).toEqual(real.subject.encoded);
  });

  it.each(['gost2015', 'rsa', 'gost2004'] as const)(
    'are signed by their НУЦ, and it by its root: %s',
    (kind) => {
      const { root, nca } = sandbox.authority(kind);
      const leaf = sandbox.issue({ profile: 'person', subject: person, algorithm: kind });
      const signedBy = (child: Uint8Array, parent: Uint8Array) => {
        const { tbs: data, signature, signatureAlgorithm } = parseCertificate(child);
        const spki = parseCertificate(parent).publicKey.encoded;
        return verifySignature({ spki, signatureAlgorithm, data, signature });
      };
      expect(signedBy(leaf.certificate, nca.certificate)).toBe(true);
      expect(signedBy(nca.certificate, root.certificate)).toBe(true);
      expect(signedBy(leaf.certificate, root.certificate)).toBe(false);
    },
  );

  it('take another serial number where the key was certified before', () => {
    const { key } = sandbox.issue({ profile: 'person', subject: person });
    const again = sandbox.issue({ profile: 'person', subject: { ...person, iin: '123456789012' }, key });
    expect(
      sandbox.registry.all().filter(({ certificate }) => certificate === base64(again.certificate)),
    ).toHaveLength(1);
  });
});

describe('key containers', () => {
  it.each(['gost2015', 'rsa', 'gost2004'] as const)('open with their password: %s', (algorithm) => {
    const identity = sandbox.issue({ profile: 'person', subject: person, algorithm });
    const { privateKeys, certificates } = readPkcs12(writePkcs12(identity, 'пароль'), 'пароль');
    expect(certificates.map(base64)).toEqual([base64(identity.certificate)]);
    expect(privateKeys.map(base64)).toEqual([base64(identity.key.pkcs8)]);
  });
});

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
