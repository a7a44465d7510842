import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type GostKey, gostKeys } from '../algorithms/gost-keys.ts';
import { EdsError, reading } from '../errors.ts';
import { randomPrivateKey } from '../gost/private-key.ts';
import {
  exportGostPrivateKey,
  type GostPrivateKey,
  gostSpki,
  importGostPrivateKey,
} from './gost-private-key.ts';

/** The keys that can be made. */
export type KeyAlgorithm =
  | 'rsa-2048'
  | 'rsa-3072'
  | 'rsa-4096'
  | 'P-256'
  | 'P-384'
  | 'P-521'
  | GostKey['name'];

/** A private key held in memory, with its SubjectPublicKeyInfo (DER). */
export type PrivateKey = { readonly spki: Uint8Array } & (
  | { readonly family: 'rsa' | 'ecdsa'; readonly key: KeyObject }
  | { readonly family: 'gost'; readonly key: GostPrivateKey }
);

/** A new private key. For development and tests: it lives in this process's memory. */
export function generatePrivateKey(algorithm: KeyAlgorithm): PrivateKey {
  const gost = gostKeys.find(({ name }) => name === algorithm);
  if (gost) return gostPrivateKey({ gost, d: randomPrivateKey(gost.curve) });
  const [type, bits] = algorithm.split('-');
  const { privateKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: Number(bits) })
      : generateKeyPairSync('ec', { namedCurve: algorithm });
  return nodePrivateKey(privateKey);
}

/** The key in a PKCS#8 PrivateKeyInfo (DER): RSA, ECDSA, or ГОСТ as НУЦ РК writes it. Error: KEY_MALFORMED. */
export function importPrivateKey(pkcs8: Uint8Array): PrivateKey {
  const gost = reading('KEY_MALFORMED', 'private key', () => importGostPrivateKey(pkcs8));
  return gost ? gostPrivateKey(gost) : nodePrivateKey(importNodeKey(pkcs8));
}

/** PKCS#8 PrivateKeyInfo (DER), unencrypted. */
export function exportPrivateKey(privateKey: PrivateKey): Uint8Array {
  if (privateKey.family === 'gost') return exportGostPrivateKey(privateKey.key);
  return privateKey.key.export({ format: 'der', type: 'pkcs8' });
}

function gostPrivateKey(key: GostPrivateKey): PrivateKey {
  return { family: 'gost', key, spki: gostSpki(key) };
}

function nodePrivateKey(key: KeyObject): PrivateKey {
  const families: Readonly<Record<string, 'rsa' | 'ecdsa'>> = { rsa: 'rsa', ec: 'ecdsa' };
  const family = families[key.asymmetricKeyType ?? ''];
  if (!family)
    throw new EdsError('ALGORITHM_UNSUPPORTED', `keys of ${key.asymmetricKeyType} do not sign here`);
  return { family, key, spki: createPublicKey(key).export({ format: 'der', type: 'spki' }) };
}

function importNodeKey(pkcs8: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new EdsError('KEY_MALFORMED', 'not a PKCS#8 private key that can be used here', { cause });
  }
}
