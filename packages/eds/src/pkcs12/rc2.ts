/**
 * RC2 in CBC (RFC 2268), decryption only: the certificates in containers of НУЦ РК lie under RC2 with 40 bits,
 * which OpenSSL 3 no longer offers by default. It protects nothing there: certificates are public.
 */

/** PITABLE of RFC 2268, section 2. */
const PITABLE = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32' +
    'bd8f40eb86b77b0bf09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a' +
    '961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2e' +
    'c5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);
const BLOCK = 8;

/** Key expansion, section 2: 64 words of 16 bits; the effective key is as long as the key. */
function expand(key: Uint8Array): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key);
  for (let i = key.length; i < 128; i++) bytes[i] = PITABLE[(bytes[i - 1]! + bytes[i - key.length]!) & 255]!;
  bytes[128 - key.length] = PITABLE[bytes[128 - key.length]!]!;
  for (let i = 127 - key.length; i >= 0; i--) bytes[i] = PITABLE[bytes[i + 1]! ^ bytes[i + key.length]!]!;
  return new Uint16Array(bytes.buffer);
}

const rotations = [1, 2, 3, 5];

/** Decryption of one block as four words, section 4: five, six and five mixing rounds with two mashing rounds between. */
function decryptBlock(k: Uint16Array, r: Uint16Array): void {
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const rotated = (r[i]! >>> rotations[i]!) | (r[i]! << (16 - rotations[i]!));
      const [a, b, c] = [r[(i + 3) & 3]!, r[(i + 2) & 3]!, r[(i + 1) & 3]!];
      r[i] = rotated - k[4 * round + i]! - (a & b) - (~a & c);
    }
    if (round === 11 || round === 5) for (let i = 3; i >= 0; i--) r[i]! -= k[r[(i + 3) & 3]! & 63]!;
  }
}

/** The plaintext with its padding; `data` is a whole number of blocks of 8 bytes. */
export function decryptRc2Cbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const expanded = expand(key);
  const plain = new Uint8Array(data.length);
  let previous = iv;
  for (let offset = 0; offset < data.length; offset += BLOCK) {
    const block = data.subarray(offset, offset + BLOCK);
    const words = new Uint16Array(Uint8Array.from(block).buffer);
    decryptBlock(expanded, words);
    new Uint8Array(words.buffer).forEach((value, i) => {
      plain[offset + i] = value ^ previous[i]!;
    });
    previous = block;
  }
  return plain;
}
