import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { readObjectIdentifier } from '../der/oid.ts';
import { type Cursor, enter, finish, next, peek, readRoot } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { readOctetString, readSmallInteger } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { derive, PURPOSE_ID } from './key-derivation.ts';
import { decryptRc2Cbc } from './rc2.ts';

/** More would let a hostile container keep the processor for seconds; PBKDF2 runs inside OpenSSL. */
const MOST_ITERATIONS = { pkcs12: 100_000, pbkdf2: 2_000_000 } as const;

const OID = {
  pbeSha1TripleDes: '1.2.840.113549.1.12.1.3',
  pbeSha1Rc2With40Bits: '1.2.840.113549.1.12.1.6',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
} as const;

/** Pseudorandom functions of PBKDF2 (RFC 8018, B.1) by the names of node:crypto; HMAC-SHA-1 is the default. */
const pbkdf2Digests: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
]);

/** Ciphers of PBES2 (RFC 8018, B.2) by the names of node:crypto, with their key lengths in bytes. */
const pbes2Ciphers: ReadonlyMap<string, readonly [name: string, keyLength: number]> = new Map([
  ['1.2.840.113549.3.7', ['des-ede3-cbc', 24]],
  ['2.16.840.1.101.3.4.1.2', ['aes-128-cbc', 16]],
  ['2.16.840.1.101.3.4.1.22', ['aes-192-cbc', 24]],
  ['2.16.840.1.101.3.4.1.42', ['aes-256-cbc', 32]],
]);

/** The number of iterations, within bounds. */
export function readIterations(cursor: Cursor, derivation: keyof typeof MOST_ITERATIONS): number {
  const most = MOST_ITERATIONS[derivation];
  const iterations = readSmallInteger(next(cursor));
  if (iterations < 1 || iterations > most) {
    throw new EdsError(
      'PKCS12_MALFORMED',
      `${iterations} iterations of a key derivation; 1 to ${most} are allowed`,
    );
  }
  return iterations;
}

/**
 * What lies encrypted under a password: schemes of PKCS#12 (RFC 7292, C) as НУЦ РК uses them, and PBES2 (RFC 8018).
 * Errors: PKCS12_PASSWORD, PKCS12_MALFORMED, DER_*.
 */
export function decryptWithPassword(
  algorithm: AlgorithmIdentifier,
  password: string,
  data: Uint8Array,
): Uint8Array {
  const { oid, parameters } = algorithm;
  if (parameters === undefined)
    throw new EdsError('PKCS12_MALFORMED', `encryption ${oid} without parameters`);
  if (oid === OID.pbes2) return decryptPbes2(parameters, password, data);
  const cursor = enter(readRoot(parameters), TAG.sequence);
  const salt = readOctetString(next(cursor));
  const how = { digest: 'sha1', salt, iterations: readIterations(cursor, 'pkcs12') } as const;
  finish(cursor);
  const iv = (): Uint8Array => derive(password, PURPOSE_ID.iv, 8, how);
  if (oid === OID.pbeSha1TripleDes)
    return decrypt('des-ede3-cbc', derive(password, PURPOSE_ID.key, 24, how), iv(), data);
  if (oid === OID.pbeSha1Rc2With40Bits)
    return decryptRc2(derive(password, PURPOSE_ID.key, 5, how), iv(), data);
  throw new EdsError('PKCS12_MALFORMED', `encryption ${oid} is not known here`);
}

function decryptPbes2(parameters: Uint8Array, password: string, data: Uint8Array): Uint8Array {
  const cursor = enter(readRoot(parameters), TAG.sequence);
  const derivation = readAlgorithmIdentifier(next(cursor));
  const encryption = readAlgorithmIdentifier(next(cursor));
  finish(cursor);
  const cipher = pbes2Ciphers.get(encryption.oid);
  if (derivation.oid !== OID.pbkdf2 || !derivation.parameters || !cipher || !encryption.parameters) {
    throw new EdsError(
      'PKCS12_MALFORMED',
      `PBES2 with ${derivation.oid} and ${encryption.oid} is not known here`,
    );
  }
  const [name, keyLength] = cipher;
  const key = pbkdf2(derivation.parameters, password, keyLength);
  return decrypt(name, key, readOctetString(readRoot(encryption.parameters)), data);
}

/** PBKDF2-params of RFC 8018, A.2. */
function pbkdf2(parameters: Uint8Array, password: string, keyLength: number): Uint8Array {
  const cursor = enter(readRoot(parameters), TAG.sequence);
  const salt = readOctetString(next(cursor));
  const iterations = readIterations(cursor, 'pbkdf2');
  if (peek(cursor) === TAG.integer) readSmallInteger(next(cursor)); // keyLength: the cipher says it already
  const digest =
    peek(cursor) === undefined ? 'sha1' : pbkdf2Digests.get(readObjectIdentifier(next(enter(next(cursor)))));
  finish(cursor);
  if (!digest) throw new EdsError('PKCS12_MALFORMED', 'PBKDF2 with an unknown pseudorandom function');
  return pbkdf2Sync(password, salt, iterations, keyLength, digest);
}

function decrypt(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv(name, key, iv);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch (cause) {
    throw new EdsError('PKCS12_PASSWORD', 'the content does not decrypt with this password', { cause });
  }
}

function decryptRc2(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  if (data.length === 0 || data.length % 8 !== 0)
    throw new EdsError('PKCS12_MALFORMED', 'RC2 data is not whole blocks');
  const plain = decryptRc2Cbc(key, iv, data);
  const padding = plain[plain.length - 1]!;
  const tail = plain.subarray(plain.length - padding);
  if (padding < 1 || padding > 8 || tail.some((value) => value !== padding)) {
    throw new EdsError('PKCS12_PASSWORD', 'the content does not decrypt with this password');
  }
  return plain.subarray(0, plain.length - padding);
}
