import { berToDer } from '../der/ber.ts';
import { readObjectIdentifier } from '../der/oid.ts';
import {
  contentOf,
  type DerLimits,
  type Element,
  encodingOf,
  enter,
  finish,
  members,
  next,
  only,
  optional,
  readRoot,
} from '../der/reader.ts';
import { contextTag, primitiveContextTag, TAG } from '../der/tags.ts';
import { readOctetString, readSmallInteger } from '../der/values.ts';
import { EdsError, reading } from '../errors.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { checkMac } from './mac.ts';
import { decryptWithPassword } from './password-decryption.ts';

/** What a container holds: private keys as PKCS#8 (PrivateKeyInfo) and certificates, both DER. */
export type Pkcs12 = {
  readonly privateKeys: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
};

const LIMITS: DerLimits = { size: 1024 * 1024, depth: 32, elements: 10_000 };

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
} as const;

const root = (bytes: Uint8Array): Element => readRoot(berToDer(bytes, LIMITS), LIMITS);

/**
 * Reads a PKCS#12 container that is protected by a password (RFC 7292), as НУЦ РК issues them: BER inside DER,
 * 3DES, RC2 with 40 bits, HMAC-SHA-1; also PBES2 as OpenSSL 3 writes it.
 * Errors: PKCS12_PASSWORD, PKCS12_MALFORMED, DER_LIMIT.
 */
export function readPkcs12(bytes: Uint8Array, password: string): Pkcs12 {
  return reading('PKCS12_MALFORMED', 'PKCS#12', () => {
    const cursor = enter(root(bytes), TAG.sequence);
    const version = readSmallInteger(next(cursor));
    const { type, content } = readContentInfo(next(cursor));
    const mac = optional(cursor, TAG.sequence);
    finish(cursor);
    if (version !== 3 || type !== OID.data || !mac) {
      throw new EdsError(
        'PKCS12_MALFORMED',
        'a container of version 3 with a password-based MAC is expected',
      );
    }
    const authenticated = readOctetString(content);
    checkMac(mac, password, authenticated);
    const safes = members(root(authenticated), TAG.sequence).map((info) => openSafe(info, password));
    return readBags(
      safes.flatMap((safe) => members(root(safe), TAG.sequence)),
      password,
    );
  });
}

/** ContentInfo: its type and the content under [0]. */
function readContentInfo(element: Element): { type: string; content: Element } {
  const cursor = enter(element, TAG.sequence);
  const type = readObjectIdentifier(next(cursor));
  const content = only(next(cursor, contextTag(0)));
  finish(cursor);
  return { type, content };
}

/** One AuthenticatedSafe member: its SafeContents, decrypted where it is encrypted. */
function openSafe(info: Element, password: string): Uint8Array {
  const { type, content } = readContentInfo(info);
  if (type === OID.data) return readOctetString(content);
  if (type === OID.encryptedData) return decryptSafe(content, password);
  throw new EdsError('PKCS12_MALFORMED', `content ${type} in a container is not known here`);
}

/** EncryptedData of RFC 5652, 8. */
function decryptSafe(element: Element, password: string): Uint8Array {
  const cursor = enter(element, TAG.sequence);
  readSmallInteger(next(cursor));
  const info = enter(next(cursor), TAG.sequence);
  finish(cursor);
  readObjectIdentifier(next(info));
  const algorithm = readAlgorithmIdentifier(next(info));
  const encrypted = next(info);
  finish(info);
  return decryptWithPassword(algorithm, password, joinedOctets(encrypted));
}

/** [0] IMPLICIT OCTET STRING, whole or, as BER allows and НУЦ РК writes, in segments. */
function joinedOctets(element: Element): Uint8Array {
  if (element.tag === primitiveContextTag(0)) return contentOf(element);
  return Buffer.concat(members(element, contextTag(0)).map((segment) => readOctetString(segment)));
}

function readBags(bags: readonly Element[], password: string): Pkcs12 {
  const privateKeys: Uint8Array[] = [];
  const certificates: Uint8Array[] = [];
  for (const bag of bags) {
    const cursor = enter(bag, TAG.sequence);
    const type = readObjectIdentifier(next(cursor));
    const value = only(next(cursor, contextTag(0)));
    optional(cursor, TAG.set); // attributes: a name and a key number; keys find their certificates by themselves
    finish(cursor);
    if (type === OID.keyBag) privateKeys.push(encodingOf(value));
    if (type === OID.shroudedKeyBag) privateKeys.push(decryptKey(value, password));
    if (type === OID.certBag) certificates.push(...readCertificate(value));
  }
  return { privateKeys, certificates };
}

/** EncryptedPrivateKeyInfo of RFC 5958, 3. */
function decryptKey(element: Element, password: string): Uint8Array {
  const cursor = enter(element, TAG.sequence);
  const algorithm = readAlgorithmIdentifier(next(cursor));
  const encrypted = readOctetString(next(cursor));
  finish(cursor);
  return decryptWithPassword(algorithm, password, encrypted);
}

/** CertBag of RFC 7292, 4.2.3; SDSI certificates are passed over. */
function readCertificate(element: Element): Uint8Array[] {
  const cursor = enter(element, TAG.sequence);
  const type = readObjectIdentifier(next(cursor));
  const value = only(next(cursor, contextTag(0)));
  finish(cursor);
  return type === OID.x509Certificate ? [readOctetString(value)] : [];
}
