import {
  exportPrivateKey,
  generatePrivateKey,
  importPrivateKey,
  naturalDigest,
  type PrivateKey,
  signatureAlgorithmOf,
  signData,
} from '@edo/eds';
import { der } from '@edo/eds/structures';

/** Kinds of keys that НУЦ РК has certified: ГОСТ 34.10-2015 (512), ГОСТ 34.310-2004, RSA. */
export type KeyKind = 'gost2015' | 'gost2004' | 'rsa';
export const keyKinds: readonly KeyKind[] = ['gost2015', 'gost2004', 'rsa'];

/** A private key with all that a signature made by it names. */
export interface SigningKey {
  readonly kind: KeyKind;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** PrivateKeyInfo (PKCS#8), DER, in the layout of НУЦ РК. */
  readonly pkcs8: Uint8Array;
  /** AlgorithmIdentifier of its signatures, DER. */
  readonly signatureAlgorithm: Uint8Array;
  /** Object identifier of the digest that it signs. */
  readonly digest: string;
  sign(data: Uint8Array): Uint8Array;
}

/** An algorithm identifier with NULL parameters, as НУЦ РК writes all of them. */
export const algorithmIdentifier = (oid: string): Uint8Array =>
  der.sequence(der.objectIdentifier(oid), der.nullValue());

/** Makes a key; `rsaBits` counts for RSA alone (НУЦ РК: 2048 for holders, 4096 for authorities). */
export function generateKey(kind: KeyKind, rsaBits: 2048 | 4096 = 2048): SigningKey {
  if (kind === 'rsa') return signingKey(generatePrivateKey(`rsa-${rsaBits}`));
  return signingKey(generatePrivateKey(kind === 'gost2015' ? 'gost2015-512' : 'gost2004'));
}

/** Reads a key back from its PKCS#8. */
export const readKey = (pkcs8: Uint8Array): SigningKey => signingKey(importPrivateKey(pkcs8));

function signingKey(key: PrivateKey): SigningKey {
  const digest = naturalDigest(key);
  return {
    kind: kindOf(key),
    spki: key.spki,
    pkcs8: exportPrivateKey(key),
    signatureAlgorithm: signatureAlgorithmOf(key, digest),
    digest,
    sign: (data) => signData(key, digest, data),
  };
}

const kindOf = (key: PrivateKey): KeyKind => {
  if (key.family !== 'gost') return 'rsa';
  return key.key.gost.name === 'gost2004' ? 'gost2004' : 'gost2015';
};
