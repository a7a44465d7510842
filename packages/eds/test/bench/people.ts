import { createHash, randomBytes } from 'node:crypto';
import { context, contextPrimitive, objectIdentifier, octetString, sequence } from '../../src/der/writer.ts';
import { signAttached } from '../../src/signing/cades.ts';
import { generatePrivateKey, type KeyAlgorithm, type PrivateKey } from '../../src/signing/private-key.ts';
import { naturalDigest, signatureAlgorithmOf, signData } from '../../src/signing/sign.ts';
import { createTrustList } from '../../src/trust/trust-list.ts';
import type { ValidationInput } from '../../src/validation/options.ts';
import { parseCertificate } from '../../src/x509/certificate.ts';
import { ATTRIBUTE, EXTENSION } from '../../src/x509/oids.ts';
import {
  authorityExtensions,
  commonName,
  createAuthority,
  extension,
  type Identity,
  issue,
  nameOf,
  personExtensions,
} from '../authority.ts';

/** A root and an authority below it, as at НУЦ РК: the root is trusted, the authority is at hand. */
export type Hierarchy = { readonly root: Identity; readonly authority: Identity };

export function createHierarchy(algorithm: KeyAlgorithm): Hierarchy {
  const root = createAuthority('TEST ROOT', { key: generatePrivateKey(algorithm) });
  const name = commonName('TEST ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ');
  const key = generatePrivateKey(algorithm);
  return { root, authority: issue({ name, key, extensions: authorityExtensions(0) }, root) };
}

const keyIdentifier = (spki: Uint8Array): Uint8Array => createHash('sha1').update(spki).digest();
const address = (text: string): Uint8Array => contextPrimitive(6, Buffer.from(text));
const points = (host: string): Uint8Array =>
  sequence(sequence(context(0, context(0, address(`http://${host}.test/nca.crl`)))));

/** Extensions of a person's certificate in the profile of 2022, as many and as long as НУЦ РК writes them. */
const extensionsOf = (key: PrivateKey, { authority }: Hierarchy): Uint8Array[] => [
  ...personExtensions,
  extension(
    EXTENSION.authorityKeyIdentifier,
    sequence(contextPrimitive(0, keyIdentifier(authority.key.spki))),
  ),
  extension(EXTENSION.subjectKeyIdentifier, octetString(keyIdentifier(key.spki))),
  extension(EXTENSION.certificatePolicies, sequence(sequence(objectIdentifier('1.2.398.3.3.2')))),
  extension(EXTENSION.crlDistributionPoints, points('crl')),
  extension(EXTENSION.freshestCrl, points('delta')),
  extension(
    EXTENSION.authorityInformationAccess,
    sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.48.1'), address('http://ocsp.test'))),
  ),
];

/** A person who signs with this key. */
export function issuePerson(key: PrivateKey, hierarchy: Hierarchy): Identity {
  const name = nameOf({
    [ATTRIBUTE.commonName]: 'ТЕСТОВ ТЕСТ',
    [ATTRIBUTE.surname]: 'ТЕСТОВ',
    [ATTRIBUTE.serialNumber]: 'IIN123456789011',
    [ATTRIBUTE.country]: 'KZ',
    [ATTRIBUTE.givenName]: 'ТЕСТОВИЧ',
  });
  return issue({ key, name, extensions: extensionsOf(key, hierarchy) }, hierarchy.authority);
}

export const CONTENT_LENGTH = 10 * 1024;
const signingTime = new Date('2026-11-20T10:00:00Z');

/**
 * CAdES B-B of this person over 10 KiB that nobody signed before. Not by `memorySigner`: it verifies what it signs, and
 * the person's key would be known before the judgement that is to meet it for the first time.
 */
export function signSomething({ key, certificate }: Identity): Promise<Uint8Array> {
  const digestOid = naturalDigest(key);
  const signatureAlgorithm = signatureAlgorithmOf(key, digestOid);
  const sign = async (data: Uint8Array) => signData(key, digestOid, data);
  const signer = { certificate, digestOid, signatureAlgorithm, sign };
  return signAttached(randomBytes(CONTENT_LENGTH), signer, { signingTime });
}

/** How the bench asks for a judgement: the whole of it, without revocation. */
export function judgementOf({ root, authority }: Hierarchy): Omit<ValidationInput, 'cms'> {
  const certificate = root.certificate;
  const sha256 = createHash('sha256').update(certificate).digest('hex');
  return {
    at: new Date('2026-11-23T00:00:00Z'),
    trust: createTrustList('development', 'bench', [{ certificate, sha256, trustedFor: ['signers'] }]),
    options: { revocation: 'none', certificates: [parseCertificate(authority.certificate)] },
  };
}
