import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { certificateOf, suite, vectorsIn } from '../../test/samples.ts';
import { EdsError } from '../errors.ts';
import { parseCertificate } from './certificate.ts';
import { describeCertificate } from './describe.ts';
import { attributeTexts, sameName } from './name.ts';
import { ATTRIBUTE } from './oids.ts';

function isReadable(der: Uint8Array): boolean {
  try {
    return parseCertificate(der).encoded.length === der.length;
  } catch (error) {
    if (error instanceof EdsError && error.code === 'CERTIFICATE_MALFORMED') return false;
    throw error;
  }
}

describe('certificates are read', () => {
  it.each(vectorsIn('ca'))('%s is a certification authority whose keys may sign certificates', (path) => {
    const certificate = certificateOf(path);
    expect(certificate.extensions.basicConstraints?.ca).toBe(true);
    expect(describeCertificate(certificate)).toMatchObject({
      holder: 'certification-authority',
      purpose: 'other',
    });
  });

  it('all of PKITS are read, but the two whose signature is no whole number of octets', () => {
    const damaged = ['BadSignedCACert.crt', 'InvalidDSASignatureTest6EE.crt'];
    const names = readdirSync(join(import.meta.dirname, '../../suites/pkits/certs'));
    expect(names).toHaveLength(405);
    const unreadable = names.filter((name) => !isReadable(suite(`pkits/certs/${name}`)));
    expect(unreadable.toSorted()).toEqual(damaged);
  });

  it('a certificate cut off anywhere, or with a byte after it, is refused', () => {
    const der = certificateOf('ca/prod/nca_rsa_2022.cer').encoded;
    for (let length = 0; length < der.length; length += 1)
      expect(isReadable(der.subarray(0, length))).toBe(false);
    expect(isReadable(Uint8Array.of(...der, 0))).toBe(false);
  });

  it('two roots of НУЦ РК carry one common name, and their names still differ', () => {
    const [older, newer] = [
      certificateOf('ca/prod/root_gost.pem'),
      certificateOf('ca/prod/root_gost_2020.cer'),
    ];
    expect(attributeTexts(older.subject, ATTRIBUTE.commonName)).toEqual(
      attributeTexts(newer.subject, ATTRIBUTE.commonName),
    );
    expect(sameName(older.subject, newer.subject)).toBe(false);
  });

  it('the time-stamping authority of НУЦ РК is described as one', () => {
    expect(describeCertificate(certificateOf('tsp/tsa_2025_gost2015.cer'))).toMatchObject({
      holder: 'timestamp-authority',
      purpose: 'other',
      keyAlgorithm: 'GOST34.10-2015-512',
      notAfter: new Date('2028-10-27T06:23:28Z'),
    });
  });
});
