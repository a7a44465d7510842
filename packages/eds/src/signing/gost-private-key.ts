import { type GostKey, gostKeys } from '../algorithms/gost-keys.ts';
import { readObjectIdentifier } from '../der/oid.ts';
import { enter, finish, next, optional, readRoot } from '../der/reader.ts';
import { contextTag, TAG } from '../der/tags.ts';
import { readInteger, readOctetString, readSmallInteger } from '../der/values.ts';
import { bitString, integer, objectIdentifier, octetString, sequence } from '../der/writer.ts';
import { EdsError } from '../errors.ts';
import { fromLittleEndian, toLittleEndian } from '../gost/integers.ts';
import { publicKeyOf } from '../gost/private-key.ts';

/** A private key of ГОСТ: the number d as bytes, least significant first. */
export type GostPrivateKey = { readonly gost: GostKey; readonly d: Uint8Array };

/** AlgorithmIdentifier of a ГОСТ key, as НУЦ РК writes it in keys and certificates. */
function keyIdentifier(gost: GostKey): Uint8Array {
  const parameters = sequence(objectIdentifier(gost.curveOid), objectIdentifier(gost.hashOid));
  return sequence(objectIdentifier(gost.oid), parameters);
}

/** SubjectPublicKeyInfo of a ГОСТ private key, as НУЦ РК writes it: the point x‖y in an OCTET STRING. */
export function gostSpki({ gost, d }: GostPrivateKey): Uint8Array {
  return sequence(keyIdentifier(gost), bitString(octetString(publicKeyOf(gost.curve, d))));
}

/** PrivateKeyInfo as НУЦ РК writes it: d as OCTET STRING (2015, least significant first) or as INTEGER (2004). */
export function exportGostPrivateKey({ gost, d }: GostPrivateKey): Uint8Array {
  const value = gost.name === 'gost2004' ? integer(fromLittleEndian(d)) : octetString(d);
  return sequence(integer(0), keyIdentifier(gost), octetString(value));
}

/** The key in a PrivateKeyInfo; undefined where it is not of a ГОСТ of НУЦ РК. Errors: KEY_MALFORMED, DER_*. */
export function importGostPrivateKey(pkcs8: Uint8Array): GostPrivateKey | undefined {
  const cursor = enter(readRoot(pkcs8), TAG.sequence);
  readSmallInteger(next(cursor));
  const algorithm = enter(next(cursor), TAG.sequence);
  const oid = readObjectIdentifier(next(algorithm));
  const kinds = gostKeys.filter((kind) => kind.oid === oid);
  if (kinds.length === 0) return undefined;
  const parameters = enter(next(algorithm), TAG.sequence);
  const curveOid = readObjectIdentifier(next(parameters));
  const gost = kinds.find((kind) => kind.curveOid === curveOid);
  if (!gost) throw new EdsError('KEY_MALFORMED', `private key of ${oid} on an unknown curve ${curveOid}`);
  const value = readRoot(readOctetString(next(cursor)));
  optional(cursor, contextTag(0)); // attributes
  finish(cursor);
  const { byteLength } = gost.curve;
  const d =
    value.tag === TAG.integer
      ? littleEndian(readInteger(value), byteLength)
      : new Uint8Array(readOctetString(value));
  publicKeyOf(gost.curve, d); // refuses a number that is no private key
  return { gost, d };
}

function littleEndian(d: bigint, byteLength: number): Uint8Array {
  if (d <= 0n || d >> BigInt(8 * byteLength) !== 0n)
    throw new EdsError('KEY_MALFORMED', 'private key out of range');
  return toLittleEndian(d, byteLength);
}
