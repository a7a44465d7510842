import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { selfSigned } from '../../test/self-signed.ts';
import { digest } from '../algorithms/digests.ts';
import { DIGEST } from '../algorithms/oids.ts';
import { verifySignature } from '../algorithms/verify.ts';
import { attributeValues, singleValue } from '../cms/attributes.ts';
import { readEssCertificateIds } from '../cms/ess.ts';
import { CMS_ATTRIBUTE } from '../cms/oids.ts';
import { readSignedData, type SignedData } from '../cms/signed-data.ts';
import { isNamedBy, type SignerInfo } from '../cms/signer-info.ts';
import { encodingOf, only, readRoot } from '../der/reader.ts';
import { readTime } from '../der/time.ts';
import { readOctetString } from '../der/values.ts';
import { addSigner, signAttached, signDetached } from './cades.ts';
import { addCertificates, addRevocationData, addRevocationValues, addTimestamp } from './extend.ts';
import { generatePrivateKey, type KeyAlgorithm } from './private-key.ts';
import { memorySigner, type Signer } from './signer.ts';

const vectors = new URL('../../vectors/', import.meta.url);
const content = Buffer.from('Договор №1');
const options = { signingTime: new Date('2026-11-22T12:00:00Z') };

const signerOf = (kind: KeyAlgorithm): Signer => {
  const key = generatePrivateKey(kind);
  return memorySigner(key, selfSigned(key, kind));
};

/** Whether the signature value of a SignerInfo verifies, under the certificate that it names. */
function isSound(signedData: SignedData, signer: SignerInfo): boolean {
  const certificate = signedData.certificates.find((candidate) => isNamedBy(signer.signer, candidate))!;
  return verifySignature({
    spki: certificate.publicKey.encoded,
    signatureAlgorithm: signer.signatureAlgorithm,
    digestOid: signer.digestAlgorithm.oid,
    data: signer.signedAttributes!.encoded,
    signature: signer.signature,
  });
}

const messageDigest = (signer: SignerInfo): Uint8Array =>
  readOctetString(singleValue(signer.signedAttributes, CMS_ATTRIBUTE.messageDigest)!);

describe.each(['rsa-2048', 'P-256', 'gost2004', 'gost2015-256', 'gost2015-512'] as const)(
  'CAdES B-B with %s',
  (kind) => {
    const signer = signerOf(kind);
    let attached: SignedData;
    beforeAll(async () => {
      attached = readSignedData(await signAttached(content, signer, options));
    });

    it('carries the content and verifies', () => {
      expect(Buffer.from(attached.content!).toString()).toBe('Договор №1');
      expect(isSound(attached, attached.signers[0]!)).toBe(true);
      expect(messageDigest(attached.signers[0]!)).toEqual(digest(signer.digestOid, content));
    });
    it('says when and with which certificate it was made', () => {
      const attributes = attached.signers[0]!.signedAttributes;
      expect(readTime(singleValue(attributes, CMS_ATTRIBUTE.signingTime)!)).toEqual(options.signingTime);
      expect(readEssCertificateIds(attributes)).toEqual([
        expect.objectContaining({
          digestOid: DIGEST.sha256,
          hash: new Uint8Array(digest(DIGEST.sha256, signer.certificate)),
        }),
      ]);
    });
    it('is made detached from a digest alone', async () => {
      const detached = readSignedData(await signDetached(digest(signer.digestOid, content), signer, options));
      expect(detached.content).toBeUndefined();
      expect(isSound(detached, detached.signers[0]!)).toBe(true);
    });
  },
);

describe('a signature that exists', () => {
  const [rsa, gost] = [signerOf('rsa-2048'), signerOf('gost2015-512')];
  const token = readFileSync(new URL('tsp/token_gost2004.der', vectors));
  const ocsp = readFileSync(new URL('ocsp/good_rsa.der', vectors));
  const crl = readFileSync(new URL('crl/nca_rsa_test.crl', vectors));

  it('takes a second signer with another algorithm; both verify', async () => {
    const both = readSignedData(await addSigner(await signAttached(content, rsa, options), gost, options));
    expect(both.signers.map((signer) => isSound(both, signer))).toEqual([true, true]);
    expect(both.digestAlgorithms).toEqual([DIGEST.sha256, DIGEST.streebog512]);
  });
  it('takes a second signer of detached content only with its digest', async () => {
    const first = await signDetached(digest(rsa.digestOid, content), rsa, options);
    await expect(addSigner(first, gost, options)).rejects.toMatchObject({ code: 'CONTENT_MISSING' });
    const both = readSignedData(await addSigner(first, gost, options, digest(gost.digestOid, content)));
    expect(messageDigest(both.signers[1]!)).toEqual(digest(gost.digestOid, content));
  });
  it('takes timestamps beside those it has, at the signer they are for', async () => {
    const both = await addSigner(await signAttached(content, rsa, options), gost, options);
    const stamped = readSignedData(addTimestamp(addTimestamp(both, 1, token), 1, token));
    const tokens = stamped.signers.map(({ unsignedAttributes }) =>
      attributeValues(unsignedAttributes, CMS_ATTRIBUTE.signatureTimestamp),
    );
    expect(tokens.map((values) => values.length)).toEqual([0, 2]);
    expect(Buffer.compare(tokens[1]![0]!, token)).toBe(0);
    expect(stamped.signers.map((signer) => isSound(stamped, signer))).toEqual([true, true]);
  });
  it('refuses a timestamp for a signer that it does not have', async () => {
    const cms = await signAttached(content, rsa, options);
    expect(() => addTimestamp(cms, 1, token)).toThrow(expect.objectContaining({ code: 'CMS_MALFORMED' }));
  });
  it('takes certificates, CRLs and OCSP answers, each once', async () => {
    const cms = await signAttached(content, rsa, { ...options, certificates: [gost.certificate] });
    const data = { crls: [crl], ocspResponses: [ocsp] };
    const full = addRevocationData(
      addRevocationData(addCertificates(cms, [rsa.certificate, gost.certificate]), data),
      data,
    );
    const { version, certificates, crls, ocspResponses, signers } = readSignedData(full);
    expect([version, certificates.length, crls.length, ocspResponses.length, signers.length]).toEqual([
      5, 2, 1, 1, 1,
    ]);
    expect(Buffer.compare(ocspResponses[0]!, ocsp)).toBe(0);
  });
  it('takes revocation-values as document cards want them: the basic response', async () => {
    const cms = addRevocationValues(await signAttached(content, rsa, options), 0, { ocspResponses: [ocsp] });
    const [values] = attributeValues(
      readSignedData(cms).signers[0]!.unsignedAttributes,
      CMS_ATTRIBUTE.revocationValues,
    );
    const basic = encodingOf(only(only(only(readRoot(values!)))));
    expect(basic.length).toBeGreaterThan(1000);
    expect(Buffer.from(ocsp).includes(basic)).toBe(true);
  });
});

describe('a signer', () => {
  it('is refused with the certificate of another key', () => {
    const [one, another] = [generatePrivateKey('gost2015-512'), generatePrivateKey('gost2015-512')];
    const code = expect.objectContaining({ code: 'SIGNING_REFUSED' });
    expect(() => memorySigner(one, selfSigned(another))).toThrow(code);
    expect(() => memorySigner(one, selfSigned(generatePrivateKey('rsa-2048')))).toThrow(code);
  });
});
