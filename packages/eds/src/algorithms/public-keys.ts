import { createPublicKey, type KeyObject } from 'node:crypto';
import { readObjectIdentifier } from '../der/oid.ts';
import { enter, finish, members, next, readRoot } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { latin1, readInteger, readIntegerOctets, readOctetString } from '../der/values.ts';
import { EdsError, reading } from '../errors.ts';
import { type GostPublicKey, readGostPublicKey } from '../gost/public-key.ts';
import type { AlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { type PublicKeyInfo, readPublicKeyInfo } from '../x509/certificate.ts';
import { type GostKey, gostKeys } from './gost-keys.ts';
import { lruCache } from './lru-cache.ts';
import { KEY, SIGNATURE } from './oids.ts';

/** A public key, checked and ready to verify with. */
export type PublicKey =
  | { readonly family: 'rsa'; readonly bits: number; readonly pssOnly: boolean; readonly key: KeyObject }
  | { readonly family: 'ecdsa'; readonly curve: 'P-256' | 'P-384' | 'P-521'; readonly key: KeyObject }
  | { readonly family: 'gost'; readonly gost: GostKey; readonly key: GostPublicKey };

const ecCurves: ReadonlyMap<string, 'P-256' | 'P-384' | 'P-521'> = new Map([
  ['1.2.840.10045.3.1.7', 'P-256'],
  ['1.3.132.0.34', 'P-384'],
  ['1.3.132.0.35', 'P-521'],
]);

/** What RSA may cost: longer keys or exponents would make one verification arbitrarily slow. */
const RSA_LIMITS = { bits: 8192, exponentBytes: 8 };

/** Reading a key costs as much as some verifications: keys stay at hand, by their encodings. */
const known = lruCache<PublicKey>(512);

/** The key in a SubjectPublicKeyInfo (DER). Errors: KEY_MALFORMED, ALGORITHM_UNSUPPORTED. */
export function readPublicKey(spki: Uint8Array): PublicKey {
  return known(latin1(spki), () => {
    const info = reading('KEY_MALFORMED', 'public key', () => readPublicKeyInfo(readRoot(spki)));
    return reading('KEY_MALFORMED', 'public key', () => readKey(info));
  });
}

function readKey(info: PublicKeyInfo): PublicKey {
  const { oid } = info.algorithm;
  if (oid === KEY.rsa || oid === SIGNATURE.rsaPss) return readRsaKey(info);
  if (oid === KEY.ec) return readEcKey(info);
  return readGostKey(info);
}

function importKey(info: PublicKeyInfo): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(info.encoded), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new EdsError('KEY_MALFORMED', `the public key is not a valid key of ${info.algorithm.oid}`, {
      cause,
    });
  }
}

/** RSAPublicKey of RFC 8017, A.1.1. */
function readRsaKey(info: PublicKeyInfo): PublicKey {
  const cursor = enter(readRoot(info.bits), TAG.sequence);
  const modulus = readInteger(next(cursor));
  const exponent = readIntegerOctets(next(cursor));
  finish(cursor);
  const bits = modulus > 0n ? modulus.toString(2).length : 0;
  if (bits > RSA_LIMITS.bits || exponent.length > RSA_LIMITS.exponentBytes || modulus % 2n !== 1n) {
    throw new EdsError(
      'KEY_MALFORMED',
      `RSA key of ${bits} bits with an exponent of ${exponent.length} bytes`,
    );
  }
  return { family: 'rsa', bits, pssOnly: info.algorithm.oid === SIGNATURE.rsaPss, key: importKey(info) };
}

/** RFC 5480: named curves only. */
function readEcKey(info: PublicKeyInfo): PublicKey {
  const [named] = readParameters(info.algorithm);
  const curve = ecCurves.get(named ?? '');
  if (!curve) throw new EdsError('ALGORITHM_UNSUPPORTED', `elliptic curve ${named} is not known here`);
  return { family: 'ecdsa', curve, key: importKey(info) };
}

/** ГОСТ keys of НУЦ РК: parameters SEQUENCE { curve, digest }, the point x‖y in an OCTET STRING. */
function readGostKey(info: PublicKeyInfo): PublicKey {
  const { algorithm, bits } = info;
  const [curveOid, hashOid] = readParameters(algorithm);
  const gost = gostKeys.find(
    (kind) => kind.oid === algorithm.oid && kind.curveOid === curveOid && kind.hashOid === hashOid,
  );
  if (!gost) {
    throw new EdsError(
      'ALGORITHM_UNSUPPORTED',
      `key ${algorithm.oid} with parameters ${curveOid}, ${hashOid} is not known here`,
    );
  }
  const key = readGostPublicKey(gost.curve, readOctetString(readRoot(bits)));
  if (!key) throw new EdsError('KEY_MALFORMED', `not a point of ${gost.curve.name}`);
  return { family: 'gost', gost, key };
}

/** The object identifiers in the parameters: one, or a sequence of them. */
function readParameters({ parameters }: AlgorithmIdentifier): string[] {
  if (parameters === undefined) return [];
  const root = readRoot(parameters);
  return root.tag === TAG.objectIdentifier
    ? [readObjectIdentifier(root)]
    : members(root, TAG.sequence).map((member) => readObjectIdentifier(member));
}
