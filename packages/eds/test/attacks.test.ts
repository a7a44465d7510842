import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { digest } from '../src/algorithms/digests.ts';
import { DIGEST, KEY } from '../src/algorithms/oids.ts';
import { CMS_ATTRIBUTE, CONTENT_TYPE } from '../src/cms/oids.ts';
import { readSignedData } from '../src/cms/signed-data.ts';
import { TAG } from '../src/der/tags.ts';
import {
  bitString,
  element,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
} from '../src/der/writer.ts';
import { addTimestamp } from '../src/signing/extend.ts';
import { generatePrivateKey } from '../src/signing/private-key.ts';
import { createTrustList } from '../src/trust/trust-list.ts';
import type { Content } from '../src/validation/content.ts';
import { validate } from '../src/validation/validate.ts';
import {
  commonName,
  createAuthority,
  type Identity,
  issue,
  personExtensions,
  purposes,
} from './authority.ts';
import {
  attribute,
  essCertificate,
  type Forgery,
  forge,
  forgeCms,
  forgeSignerInfo,
  forgeToken,
  usualAttributes,
} from './forge.ts';

const at = new Date('2026-11-22T12:00:00Z');
const content = Buffer.from('Договор № 1');
const authority = createAuthority();
const signer = issue({ extensions: personExtensions, name: commonName('TEST SIGNER') }, authority);
const other = issue({ extensions: personExtensions, name: commonName('TEST OTHER') }, authority);
const tsaAuthority = createAuthority('TEST TSA CA');
const tsa = issue(
  { extensions: [purposes(['1.3.6.1.5.5.7.3.8'], true)], name: commonName('TEST TSA') },
  tsaAuthority,
);

const pinned = ({ certificate }: Identity) => ({
  certificate,
  sha256: createHash('sha256').update(certificate).digest('hex'),
});
const trust = createTrustList('development', 'attacks', [
  { ...pinned(authority), trustedFor: ['signers'] },
  { ...pinned(tsaAuthority), trustedFor: ['timestamps'] },
]);

const judge = (cms: Uint8Array, given?: Content) =>
  validate({ cms, at, trust, options: { revocation: 'none' }, ...(given && { content: given }) });
const forged = (change: Partial<Forgery> = {}) => judge(forge({ signer, content, ...change }));
const without = (oid: string) =>
  usualAttributes({ signer, content }).filter((one) => !Buffer.from(one).includes(objectIdentifier(oid)));

describe('attacks on signatures are refused', () => {
  it('the unattacked signature passes', async () => {
    expect(await forged()).toMatchObject({ indication: 'TOTAL-PASSED', subIndication: null });
  });

  it('a foreign SignerInfo is listed, and the act is not signed by all', async () => {
    const stranger = issue({ extensions: personExtensions }, createAuthority('TEST STRANGER CA'));
    const signers = [forgeSignerInfo({ signer, content }), forgeSignerInfo({ signer: stranger, content })];
    const report = await judge(
      forgeCms({ signers, content, certificates: [signer.certificate, stranger.certificate] }),
    );
    expect(report.signatures.map(({ subIndication }) => subIndication)).toEqual([
      null,
      'NO_CERTIFICATE_CHAIN_FOUND',
    ]);
    expect(report.indication).toBe('INDETERMINATE');
  });

  it('signed attributes presented as content, without signed attributes, are a format failure (EUF-CMA)', async () => {
    const { signers } = readSignedData(forge({ signer, content }));
    const stolen = signers[0]!.signedAttributes!.encoded;
    const report = await judge(forge({ signer, content: stolen, attributes: [] }));
    expect(report).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
    expect(report.signatures[0]!.checks.find(({ name }) => name === 'signed-attributes')).toMatchObject({
      code: 'SIGNED_ATTRIBUTES_MISSING',
    });
  });

  it.each([
    [
      'messageDigest twice',
      { attributes: [...usualAttributes({ signer, content }), usualAttributes({ signer, content })[1]!] },
    ],
    [
      'messageDigest with two values',
      {
        attributes: [
          ...without(CMS_ATTRIBUTE.messageDigest),
          attribute(
            CMS_ATTRIBUTE.messageDigest,
            octetString(digest(DIGEST.sha256, Buffer.from('x'))),
            octetString(digest(DIGEST.sha256, content)),
          ),
        ],
      },
    ],
    ['no messageDigest', { attributes: without(CMS_ATTRIBUTE.messageDigest) }],
    ['no contentType', { attributes: without(CMS_ATTRIBUTE.contentType) }],
    [
      'attributes out of DER order',
      { attributes: usualAttributes({ signer, content }).toReversed(), unsorted: true },
    ],
  ] satisfies [string, Partial<Forgery>][])('%s, rightly signed, is a format failure', async (_, change) => {
    expect(await forged(change)).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'FORMAT_FAILURE',
    });
  });

  it('a content type that is not the signed one is a format failure', async () => {
    const signers = [forgeSignerInfo({ signer, content })];
    const report = await judge(
      forgeCms({
        signers,
        content,
        contentType: CONTENT_TYPE.timestampInfo,
        certificates: [signer.certificate],
      }),
    );
    expect(report).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
  });

  it('another content beside the attached one is a hash failure', async () => {
    const report = await judge(forge({ signer, content }), Buffer.from('Договор № 2'));
    expect(report).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' });
  });

  it('a detached signature without its content is INDETERMINATE, SIGNED_DATA_NOT_FOUND', async () => {
    const cms = forgeCms({
      signers: [forgeSignerInfo({ signer, content })],
      certificates: [signer.certificate],
    });
    expect(await judge(cms)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'SIGNED_DATA_NOT_FOUND',
    });
    expect(await judge(cms, content)).toMatchObject({ indication: 'TOTAL-PASSED' });
  });

  it('a caller who holds only digests can have a detached signature judged', async () => {
    const cms = forgeCms({
      signers: [forgeSignerInfo({ signer, content })],
      certificates: [signer.certificate],
    });
    const holder = (bytes: Uint8Array) => ({ digest: async (oid: string) => digest(oid, bytes) });
    expect(await judge(cms, holder(content))).toMatchObject({ indication: 'TOTAL-PASSED' });
    expect(await judge(cms, holder(Buffer.from('x')))).toMatchObject({ subIndication: 'HASH_FAILURE' });
  });

  it('a digest algorithm that is not the one of the signature algorithm is refused', async () => {
    const report = await forged({ digestOid: DIGEST.sha512 });
    expect(report.signatures[0]!.checks).toContainEqual(
      expect.objectContaining({ name: 'signature-value', code: 'ALGORITHM_MISMATCH' }),
    );
    expect(report.indication).toBe('TOTAL-FAILED');
  });

  it('a key identifier in place of the signature algorithm (native Kalkan) is accepted', async () => {
    const rsa = issue({ key: generatePrivateKey('rsa-2048'), extensions: personExtensions }, authority);
    const signatureAlgorithm = sequence(objectIdentifier(KEY.rsa), nullValue());
    expect(await judge(forge({ signer: rsa, content, signatureAlgorithm }))).toMatchObject({
      indication: 'TOTAL-PASSED',
    });
  });

  it('a certificate of the same key and another identity is not the signed one', async () => {
    const signed = { ...signer, certificate: other.certificate };
    const attributes = [...without(CMS_ATTRIBUTE.signingCertificateV2), essCertificate(signer.certificate)];
    const sameKey = issue(
      { key: signer.key, extensions: personExtensions, name: commonName('TEST OTHER IDENTITY') },
      authority,
    );
    expect(await judge(forge({ signer: sameKey, content, attributes }))).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    });
    expect(await judge(forge({ signer: signed, content }))).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'SIG_CRYPTO_FAILURE',
    });
  });

  it('a certificate that nobody issued, with the serial number of a real one, leads nowhere', async () => {
    const forger = issue(
      { extensions: personExtensions, name: commonName('TEST SIGNER') },
      { ...authority, key: generatePrivateKey('P-256') },
    );
    expect(await judge(forge({ signer: forger, content }))).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    });
  });

  it('a missing certificate reference is a warning', async () => {
    const report = await forged({ attributes: without(CMS_ATTRIBUTE.signingCertificateV2) });
    expect(report.indication).toBe('TOTAL-PASSED');
    expect(report.signatures[0]!.checks).toContainEqual(
      expect.objectContaining({ name: 'certificate-reference', status: 'warning' }),
    );
  });

  it('a countersignature is counted, and is never the signature', async () => {
    const { signers } = readSignedData(forge({ signer, content }));
    const counter = forgeSignerInfo({ signer: other, content: signers[0]!.signature });
    const report = await forged({ unsigned: [attribute(CMS_ATTRIBUTE.countersignature, counter)] });
    expect(report.signatures).toHaveLength(1);
    expect(report.signatures[0]).toMatchObject({
      countersignatures: 1,
      indication: 'TOTAL-PASSED',
      signer: { commonName: 'TEST SIGNER' },
    });
  });
});

describe('bombs are refused unread', () => {
  const nested = (levels: number) =>
    Array.from({ length: levels }).reduce<Uint8Array>((inner) => sequence(inner), nullValue());
  const longOid = element(TAG.objectIdentifier, new Uint8Array(1_000_000).fill(1));

  it.each([
    ['ten thousand levels', () => nested(10_000), 'DER_LIMIT'],
    [
      'ten thousand levels of indefinite length',
      () => new Uint8Array(20_000).map((_, index) => (index % 2 ? 0x80 : 0x30)),
      'DER_LIMIT',
    ],
    [
      'half a million elements',
      () =>
        element(
          TAG.sequence,
          new Uint8Array(1_000_000).map((_, index) => (index % 2 ? 0 : TAG.nullValue)),
        ),
      'DER_LIMIT',
    ],
    ['a length of 2^31', () => Uint8Array.of(0x30, 0x84, 0x80, 0, 0, 0, 1), 'CMS_MALFORMED'],
    ['a content type of a megabyte', () => sequence(longOid), 'CMS_MALFORMED'],
    [
      'a thousand signers',
      () => forgeCms({ signers: Array.from({ length: 1000 }, () => one), certificates: [] }),
      'DER_LIMIT',
    ],
  ])('%s', async (_, make, code) => {
    const bomb = make();
    const before = process.cpuUsage();
    await expect(judge(bomb)).rejects.toMatchObject({ code });
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
  });

  const one = forgeSignerInfo({ signer, content });

  it('a public key of 16384 bits is not computed with', async () => {
    const modulus = integer(1n + (1n << 16_383n));
    const rsa = sequence(objectIdentifier(KEY.rsa), nullValue());
    const spki = sequence(rsa, bitString(sequence(modulus, integer(65_537))));
    const giant = issue({ key: { ...signer.key, spki }, extensions: personExtensions }, authority);
    const report = await judge(forge({ signer: { ...giant, key: signer.key }, content }));
    expect(report).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'SIG_CRYPTO_FAILURE' });
  });
});

describe('attacks on timestamps prove no time', () => {
  const signedAt = new Date('2026-11-20T10:05:00Z');
  const stamped = async (token: (signature: Uint8Array) => Uint8Array) => {
    const cms = forge({ signer, content });
    const [info] = readSignedData(cms).signers;
    const report = await judge(addTimestamp(cms, 0, token(info!.signature)));
    return report.signatures[0]!;
  };

  it('a timestamp over the signature value is the best signature time', async () => {
    const signature = await stamped((imprintOf) =>
      forgeToken({ authority: tsa, imprintOf, genTime: signedAt }),
    );
    expect(signature).toMatchObject({
      indication: 'TOTAL-PASSED',
      bestSignatureTime: '2026-11-20T10:05:00.000Z',
    });
  });

  it.each<[string, (imprintOf: Uint8Array) => Uint8Array]>([
    ['over another signature', () => forgeToken({ authority: tsa, imprintOf: content, genTime: signedAt })],
    [
      'of the future',
      (imprintOf) => forgeToken({ authority: tsa, imprintOf, genTime: new Date('2026-11-23T00:00:00Z') }),
    ],
    ['of the signer', (imprintOf) => forgeToken({ authority: signer, imprintOf, genTime: signedAt })],
    [
      'of an authority that is trusted for signers only',
      (imprintOf) =>
        forgeToken({
          authority: issue({ extensions: [purposes(['1.3.6.1.5.5.7.3.8'], true)] }, authority),
          imprintOf,
          genTime: signedAt,
        }),
    ],
    [
      'of a certificate whose purpose is not critical',
      (imprintOf) =>
        forgeToken({
          authority: issue({ extensions: [purposes(['1.3.6.1.5.5.7.3.8'])] }, tsaAuthority),
          imprintOf,
          genTime: signedAt,
        }),
    ],
    [
      'of a certificate with a second purpose',
      (imprintOf) =>
        forgeToken({
          authority: issue(
            { extensions: [purposes(['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.4'], true)] },
            tsaAuthority,
          ),
          imprintOf,
          genTime: signedAt,
        }),
    ],
    [
      'from before its certificate',
      (imprintOf) => forgeToken({ authority: tsa, imprintOf, genTime: new Date('2025-11-20T10:05:00Z') }),
    ],
    [
      'over a SHA-1 imprint',
      (imprintOf) => forgeToken({ authority: tsa, imprintOf, genTime: signedAt, imprintOid: DIGEST.sha1 }),
    ],
    ['that is no timestamp', () => sequence(objectIdentifier('1.2.3'))],
  ])('a timestamp %s is told and not used', async (_, token) => {
    const signature = await stamped(token);
    expect(signature.bestSignatureTime).toBe(at.toISOString());
    expect(signature.timestamps[0]!.indication).not.toBe('TOTAL-PASSED');
    expect(signature.checks).toContainEqual(
      expect.objectContaining({ name: 'timestamps', status: 'warning', code: 'TIMESTAMP_NOT_USABLE' }),
    );
  });
});
