/** Where the digits of a number go: the one that weighs 2^i to `digits[offset + i·stride]`. */
export type DigitPlace = { readonly digits: Int8Array; readonly offset: number; readonly stride: number };

/**
 * The non-adjacent form of width w of bits from … to − 1 of a number (words of 32 bits, least significant first, with a
 * zero word at the end): digits 0 or odd, between −2^(w−1) and 2^(w−1), at most one in w places; one place more than
 * there are bits. The place must be filled with zeros.
 */
export function putNonAdjacentForm(
  words: Uint32Array,
  from: number,
  to: number,
  width: number,
  place: DigitPlace,
): void {
  const { digits, offset, stride } = place;
  let carry = 0;
  for (let i = from; i < to; ) {
    if (bitsAt(words, i, 1) === carry) {
      i++;
      continue;
    }
    const taken = Math.min(width, to - i);
    const value = bitsAt(words, i, taken) + carry;
    carry = taken === width ? value >> (width - 1) : 0;
    digits[offset + (i - from) * stride] = value - (carry << width);
    i += taken;
  }
  digits[offset + (to - from) * stride] = carry;
}

/** `count` bits from bit `at` on, count ≤ 31. */
function bitsAt(words: Uint32Array, at: number, count: number): number {
  const [word, shift] = [at >>> 5, at & 31];
  let bits = words[word]! >>> shift;
  if (shift + count > 32) bits |= words[word + 1]! << (32 - shift);
  return bits & ((1 << count) - 1);
}
