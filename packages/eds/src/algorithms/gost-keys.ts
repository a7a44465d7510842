import { type Curve, cryptoProA, tc26A256, tc26A512 } from '../gost/curves.ts';
import { DIGEST, KEY, SIGNATURE } from './oids.ts';

/** A kind of ГОСТ key at НУЦ РК, with all that belongs to it; the identifiers are those of its SubjectPublicKeyInfo. */
export type GostKey = {
  readonly name: 'gost2004' | 'gost2015-256' | 'gost2015-512';
  readonly oid: string;
  /** First parameter of the key. */
  readonly curveOid: string;
  /** Second parameter of the key. */
  readonly hashOid: string;
  readonly curve: Curve;
  readonly signatureOid: string;
  /** The only digest that it signs. */
  readonly digest: string;
};

/** ГОСТ keys of НУЦ РК; the one of 256 bits of 2015 is specified and has not been seen in an issued certificate. */
export const gostKeys = [
  {
    name: 'gost2004',
    oid: KEY.gost2004,
    curveOid: '1.2.398.3.10.1.1.1.1.1',
    hashOid: '1.2.398.3.10.1.3.1.1.0',
    curve: cryptoProA,
    signatureOid: SIGNATURE.gost2004,
    digest: DIGEST.gost34311,
  },
  {
    name: 'gost2015-256',
    oid: KEY.gost2015With256,
    curveOid: '1.2.398.3.10.1.1.2.1.1',
    hashOid: DIGEST.streebog256,
    curve: tc26A256,
    signatureOid: SIGNATURE.gost2015With256,
    digest: DIGEST.streebog256,
  },
  {
    name: 'gost2015-512',
    oid: KEY.gost2015With512,
    curveOid: '1.2.398.3.10.1.1.2.2.1',
    hashOid: DIGEST.streebog512,
    curve: tc26A512,
    signatureOid: SIGNATURE.gost2015With512,
    digest: DIGEST.streebog512,
  },
] as const satisfies readonly GostKey[];
