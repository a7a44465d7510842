import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { DIGEST } from '@edo/eds';
import { CONTENT_TYPE, der, derive, hex, PURPOSE_ID } from '@edo/eds/structures';
import { type Identity, keyIdentifier } from './certificate.ts';
import { algorithmIdentifier } from './keys.ts';

const ITERATIONS = 1024;
const OID = {
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  pbeSha1TripleDes: '1.2.840.113549.1.12.1.3',
} as const;

/**
 * A key container as НУЦ РК issues it (RFC 7292): the key under 3DES, an HMAC-SHA-1 over all, 1024 iterations; its name
 * is the key identifier. The certificate is under 3DES too: НУЦ РК's RC2 with 40 bits hides nothing and OpenSSL 3 left it.
 */
export function writePkcs12({ key, certificate }: Identity, password: string): Uint8Array {
  const keyBag = bag(OID.shroudedKeyBag, encryptedPrivateKey(key.pkcs8, password), keyIdentifier(key.spki));
  const certBag = bag(
    OID.certBag,
    der.sequence(der.objectIdentifier(OID.x509Certificate), der.context(0, der.octetString(certificate))),
    keyIdentifier(key.spki),
  );
  const safes = der.sequence(
    contentInfo(CONTENT_TYPE.data, der.octetString(der.sequence(keyBag))),
    contentInfo(OID.encryptedData, encryptedData(der.sequence(certBag), password)),
  );
  return der.sequence(
    der.integer(3),
    contentInfo(CONTENT_TYPE.data, der.octetString(safes)),
    macData(safes, password),
  );
}

const contentInfo = (type: string, content: Uint8Array) =>
  der.sequence(der.objectIdentifier(type), der.context(0, content));

function bag(type: string, value: Uint8Array, identifier: Uint8Array): Uint8Array {
  const name = Buffer.from(hex(identifier), 'utf16le').swap16();
  const attributes = der.setOf(
    der.sequence(der.objectIdentifier(OID.localKeyId), der.set(der.octetString(identifier))),
    der.sequence(der.objectIdentifier(OID.friendlyName), der.set(der.element(BMP_STRING, name))),
  );
  return der.sequence(der.objectIdentifier(type), der.context(0, value), attributes);
}
const BMP_STRING = 0x1e;

function encryptedPrivateKey(pkcs8: Uint8Array, password: string): Uint8Array {
  const { algorithm, encrypted } = encrypt(pkcs8, password);
  return der.sequence(algorithm, der.octetString(encrypted));
}

function encryptedData(content: Uint8Array, password: string): Uint8Array {
  const { algorithm, encrypted } = encrypt(content, password);
  return der.sequence(
    der.integer(0),
    der.sequence(der.objectIdentifier(CONTENT_TYPE.data), algorithm, der.contextPrimitive(0, encrypted)),
  );
}

function encrypt(plain: Uint8Array, password: string): { algorithm: Uint8Array; encrypted: Uint8Array } {
  const salt = randomBytes(20);
  const how = { digest: 'sha1', salt, iterations: ITERATIONS } as const;
  const key = derive(password, PURPOSE_ID.key, 24, how);
  const cipher = createCipheriv('des-ede3-cbc', key, derive(password, PURPOSE_ID.iv, 8, how));
  const parameters = der.sequence(der.octetString(salt), der.integer(ITERATIONS));
  return {
    algorithm: der.sequence(der.objectIdentifier(OID.pbeSha1TripleDes), parameters),
    encrypted: Buffer.concat([cipher.update(plain), cipher.final()]),
  };
}

function macData(content: Uint8Array, password: string): Uint8Array {
  const salt = randomBytes(20);
  const key = derive(password, PURPOSE_ID.mac, 20, { digest: 'sha1', salt, iterations: ITERATIONS });
  const mac = createHmac('sha1', key).update(content).digest();
  return der.sequence(
    der.sequence(algorithmIdentifier(DIGEST.sha1), der.octetString(mac)),
    der.octetString(salt),
    der.integer(ITERATIONS),
  );
}
