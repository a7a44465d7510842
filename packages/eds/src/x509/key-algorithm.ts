import { enter, next, readRoot } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { readIntegerOctets } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import type { PublicKeyInfo } from './certificate.ts';

const NAMES: Readonly<Record<string, string>> = {
  '1.2.398.3.10.1.1.2.2': 'GOST34.10-2015-512',
  '1.2.398.3.10.1.1.2.1': 'GOST34.10-2015-256',
  '1.2.398.3.10.1.1.1.1': 'GOST34.310-2004',
  '1.2.840.10045.2.1': 'EC',
  '1.2.840.10040.4.1': 'DSA',
};

/** A name people know for the kind of a key: `RSA-2048`, `GOST34.10-2015-512`; else its identifier. */
export function keyAlgorithmName({ algorithm, bits }: PublicKeyInfo): string {
  if (algorithm.oid !== '1.2.840.113549.1.1.1') return NAMES[algorithm.oid] ?? algorithm.oid;
  const size = modulusBits(bits);
  return size === undefined ? 'RSA' : `RSA-${size}`;
}

/** Bits of an RSA modulus; undefined where the key cannot be read. */
function modulusBits(bits: Uint8Array): number | undefined {
  try {
    const octets = readIntegerOctets(next(enter(readRoot(bits), TAG.sequence)));
    const significant = octets[0] === 0 ? octets.subarray(1) : octets;
    return significant.length * 8 - Math.clz32(significant[0] ?? 0) + 24;
  } catch (error) {
    if (error instanceof EdsError) return undefined;
    throw error;
  }
}
