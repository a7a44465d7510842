import {
  bitString,
  boolean,
  context,
  integer,
  integerFromOctets,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from '../src/der/writer.ts';
import { generatePrivateKey, type PrivateKey } from '../src/signing/private-key.ts';
import { naturalDigest, signatureAlgorithmOf, signData } from '../src/signing/sign.ts';
import { parseCertificate } from '../src/x509/certificate.ts';
import { ATTRIBUTE, EXTENSION } from '../src/x509/oids.ts';

/** A key with its certificate (DER). */
export type Identity = { readonly key: PrivateKey; readonly certificate: Uint8Array };

/** What a test certificate is to be like; what is left out is as harmless as it can be. */
export type Wishes = {
  readonly name?: Uint8Array;
  readonly extensions?: readonly Uint8Array[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serialNumber?: number;
  readonly key?: PrivateKey;
};

let serial = 1000;

/** A distinguished name: one attribute per RDN, UTF8String. */
export const nameOf = (attributes: Readonly<Record<string, string>>): Uint8Array =>
  sequence(
    ...Object.entries(attributes).map(([oid, text]) =>
      set(sequence(objectIdentifier(oid), utf8String(text))),
    ),
  );

export const commonName = (text: string): Uint8Array => nameOf({ [ATTRIBUTE.commonName]: text });

export const extension = (oid: string, value: Uint8Array, critical = false): Uint8Array =>
  sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value));

export const keyUsage = (...bits: readonly number[]): Uint8Array => {
  const octet = bits.reduce((value, bit) => value | (0x80 >> bit), 0);
  const unused = octet === 0 ? 0 : 31 - Math.clz32(octet & -octet);
  return extension(EXTENSION.keyUsage, bitString(Uint8Array.of(octet), unused), true);
};

export const purposes = (oids: readonly string[], critical = false): Uint8Array =>
  extension(EXTENSION.extendedKeyUsage, sequence(...oids.map(objectIdentifier)), critical);

export const authorityExtensions = (pathLength?: number): Uint8Array[] => [
  extension(
    EXTENSION.basicConstraints,
    sequence(boolean(true), ...(pathLength === undefined ? [] : [integer(pathLength)])),
    true,
  ),
  keyUsage(5, 6),
];

/** A signing certificate of a person, as НУЦ РК makes them. */
export const personExtensions: readonly Uint8Array[] = [
  keyUsage(0, 1),
  purposes(['1.3.6.1.5.5.7.3.4', '1.2.398.3.3.4.1.1']),
];

export const newKey = (): PrivateKey => generatePrivateKey('P-256');

/** A certificate signed by `issuer`, or by its own key. */
export function issue(wishes: Wishes, issuer?: Identity): Identity {
  const key = wishes.key ?? newKey();
  const name = wishes.name ?? commonName(`TEST ${serial}`);
  const signingKey = issuer?.key ?? key;
  const digestOid = naturalDigest(signingKey);
  const algorithm = signatureAlgorithmOf(signingKey, digestOid);
  serial += 1;
  const tbs = sequence(
    context(0, integer(2)),
    integer(wishes.serialNumber ?? serial),
    algorithm,
    issuer ? parseCertificate(issuer.certificate).subject.encoded : name,
    sequence(
      time(wishes.notBefore ?? new Date('2026-01-01T00:00:00Z')),
      time(wishes.notAfter ?? new Date('2028-01-01T00:00:00Z')),
    ),
    name,
    key.spki,
    ...(wishes.extensions?.length ? [context(3, sequence(...wishes.extensions))] : []),
  );
  return { key, certificate: sequence(tbs, algorithm, bitString(signData(signingKey, digestOid, tbs))) };
}

/** A self-signed certification authority. */
export const createAuthority = (text = 'TEST CA', wishes: Wishes = {}): Identity =>
  issue({ name: commonName(text), extensions: authorityExtensions(), ...wishes });

/** `IssuerAndSerialNumber` of a certificate (DER). */
export function issuerAndSerial(certificate: Uint8Array): Uint8Array {
  const { issuer, serialNumber } = parseCertificate(certificate);
  return sequence(issuer.encoded, integerFromOctets(serialNumber));
}
