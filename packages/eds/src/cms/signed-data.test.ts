import { describe, expect, it } from '@jest/globals';
import { vector, vectorsIn } from '../../test/samples.ts';
import { contextTag, TAG } from '../der/tags.ts';
import * as write from '../der/writer.ts';
import { digestsNeeded, readSignedData } from './signed-data.ts';
import { isNamedBy } from './signer-info.ts';

const samples = vectorsIn('cms').filter((path) => path.endsWith('.cms'));
const STREEBOG_512 = '1.2.398.3.10.1.3.3';
const SHA_256 = '2.16.840.1.101.3.4.2.1';

/** The outer SEQUENCE and explicit tag of a DER signature, rewritten with indefinite lengths. */
function asBer(der: Uint8Array): Uint8Array {
  const { encoded } = readSignedData(der);
  const type = write.objectIdentifier('1.2.840.113549.1.7.2');
  const inner = encoded.subarray(4 + type.length + 4);
  return Uint8Array.of(TAG.sequence, 0x80, ...type, contextTag(0), 0x80, ...inner, 0, 0, 0, 0);
}

describe('signatures are read', () => {
  it.each(samples)('%s: every signer has its certificate and sorted signed attributes', (path) => {
    const cms = readSignedData(vector(path));
    expect(cms.signers.length).toBeGreaterThan(0);
    for (const { signer, signedAttributes } of cms.signers) {
      expect(cms.certificates.filter((certificate) => isNamedBy(signer, certificate))).toHaveLength(1);
      expect(signedAttributes?.sorted).toBe(true);
    }
  });

  it('one signature of two algorithms needs two digests of the content', () => {
    const cms = readSignedData(vector('cms/two_signers_gost2015_rsa_attached.cms'));
    expect(digestsNeeded(cms)).toEqual([STREEBOG_512, SHA_256]);
  });

  it('a detached signature has no content', () => {
    expect(
      readSignedData(vector('cms/zip_sign/signature_rsa_timestamped_detached.cms')).content,
    ).toBeUndefined();
  });

  it('DER, BER, PEM and base64 of one signature read the same', () => {
    const der = vector('cms/gost2015_individual_timestamped_attached.cms');
    const base64 = Buffer.from(der).toString('base64');
    const pem = `-----BEGIN CMS-----\r\n${base64.replace(/.{64}/g, '$&\r\n')}\r\n-----END CMS-----\r\n`;
    for (const form of [asBer(der), Buffer.from(base64), Buffer.from(pem)]) {
      expect(Buffer.compare(readSignedData(form).encoded, der)).toBe(0);
    }
  });

  it.each([
    ['text that is nothing', Buffer.from('not a signature'), 'PEM_MALFORMED'],
    ['PEM without an end', Buffer.from('-----BEGIN CMS-----\nMII='), 'PEM_MALFORMED'],
    ['a certificate', vector('ca/prod/nca_rsa_2022.cer'), 'CMS_MALFORMED'],
    ['no bytes', new Uint8Array(), 'CMS_MALFORMED'],
  ])('%s is refused with a code', (_, input, code) => {
    expect(() => readSignedData(input)).toThrow(expect.objectContaining({ code }));
  });
});
