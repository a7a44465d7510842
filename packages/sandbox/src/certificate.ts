import { createHash, randomBytes } from 'node:crypto';
import { contentOf, der, members, readRoot } from '@edo/eds/structures';
import { authorityKeyIdentifier, subjectKeyIdentifier } from './extensions.ts';
import type { SigningKey } from './keys.ts';

/** A key and the certificate over it. */
export interface Identity {
  readonly key: SigningKey;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** What goes into a certificate beside key identifiers, which are derived; names are DER. */
export interface CertificateContent {
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly issuer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Uint8Array[];
  readonly serialNumber: Uint8Array;
}

/** SHA-1 over the content of the BIT STRING (RFC 5280, 4.2.1.2, method 1), as НУЦ РК takes it. */
export function keyIdentifier(spki: Uint8Array): Uint8Array {
  const [, bits] = members(readRoot(spki));
  return createHash('sha1').update(contentOf(bits!).subarray(1)).digest();
}

/** НУЦ РК's serial number of 2022: the key identifier, its first octet made positive and at least 0x10. */
export const serialOfKey = (spki: Uint8Array): Uint8Array => asSerial(keyIdentifier(spki));

export const randomSerial = (): Uint8Array => asSerial(randomBytes(20));

function asSerial(octets: Uint8Array): Uint8Array {
  const serial = Uint8Array.from(octets);
  const first = serial[0]! & 0x7f;
  serial[0] = first < 0x10 ? first + 0x10 : first;
  return serial;
}

/** Makes and signs a certificate (RFC 5280, 4.1); key identifiers of both keys are added to its extensions. */
export function makeCertificate(content: CertificateContent, issuer: SigningKey): Uint8Array {
  const extensions = [
    ...content.extensions,
    subjectKeyIdentifier(keyIdentifier(content.spki)),
    authorityKeyIdentifier(keyIdentifier(issuer.spki)),
  ];
  const tbs = der.sequence(
    der.context(0, der.integer(2)),
    der.integerFromOctets(content.serialNumber),
    issuer.signatureAlgorithm,
    content.issuer,
    der.sequence(der.time(content.notBefore), der.time(content.notAfter)),
    content.subject,
    content.spki,
    der.context(3, der.sequence(...extensions)),
  );
  return der.sequence(tbs, issuer.signatureAlgorithm, der.bitString(issuer.sign(tbs)));
}
