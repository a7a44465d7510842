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

/** The inverse of `value` modulo a prime that does not divide it (extended Euclid). */
export function invert(value: bigint, modulus: bigint): bigint {
  let [older, newer] = [modulus, modulo(value, modulus)];
  let [olderFactor, newerFactor] = [0n, 1n];
  while (newer !== 0n) {
    const quotient = older / newer;
    [older, newer] = [newer, older - quotient * newer];
    [olderFactor, newerFactor] = [newerFactor, olderFactor - quotient * newerFactor];
  }
  return modulo(olderFactor, modulus);
}
