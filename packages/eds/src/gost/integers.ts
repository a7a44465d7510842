/** Bytes, least significant first, as a number; this is how ГОСТ keys, digests and signatures lie at НУЦ РК. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x00${Buffer.from(bytes).reverse().toString('hex')}`);
}

/** A number below 256^length as bytes, least significant first. */
export function toLittleEndian(value: bigint, length: number): Uint8Array {
  return toBigEndian(value, length).reverse();
}

/** Bytes, most significant first, as a number. */
export function fromBigEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x00${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`);
}

/** A number below 256^length as bytes, most significant first. */
export function toBigEndian(value: bigint, length: number): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex'));
}

/** The remainder in 0 … modulus − 1. */
export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/**
 * The inverse of `value` modulo a prime below 2^1000; 0 for multiples of the prime. Euclid's algorithm by leading digits
 * (D. E. Knuth, The Art of Computer Programming 2, 4.5.2, algorithm L): many quotients at a time are found in doubles.
 */
export function invert(value: bigint, prime: bigint): bigint {
  let [older, newer] = [prime, modulo(value, prime)];
  let [olderFactor, newerFactor] = [0n, 1n]; // older ≡ olderFactor · value, newer ≡ newerFactor · value
  while (newer !== 0n) {
    const [a, b, c, d] = commonSteps(older, newer);
    [older, newer] = [a * older + b * newer, c * older + d * newer];
    [olderFactor, newerFactor] = [a * olderFactor + b * newerFactor, c * olderFactor + d * newerFactor];
  }
  return older === 1n ? modulo(olderFactor, prime) : 0n;
}

/** As many steps of Euclid's algorithm as the leading 48 bits are sure of, at least one, as a matrix. */
function commonSteps(older: bigint, newer: bigint): [bigint, bigint, bigint, bigint] {
  const shift = BigInt(Math.max(0, Math.ceil(Math.log2(Number(older))) - 48));
  let [x, y] = [Number(older >> shift), Number(newer >> shift)];
  let [a, b, c, d] = [1, 0, 0, 1];
  while (y + c !== 0 && y + d !== 0) {
    const quotient = Math.floor((x + a) / (y + c));
    if (quotient !== Math.floor((x + b) / (y + d))) break;
    [a, c] = [c, a - quotient * c];
    [b, d] = [d, b - quotient * d];
    [x, y] = [y, x - quotient * y];
  }
  return b === 0 ? [0n, 1n, 1n, -(older / newer)] : [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
}
