import { createHash, createPublicKey, type KeyObject, sign as signWith, verify } from 'node:crypto';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { JournalError } from './errors.ts';

/** Signature type identifier bytes of C2SP signed-note: what a log signs with, what a witness cosigns with. */
const typeBytes = { ed25519: 0x01, cosignature: 0x04 } as const;

export type NoteKeyType = keyof typeof typeBytes;

/** A public key that notes may be signed with: name (a schema-less URL), signature type, 32 bytes of Ed25519. */
export type VerifierKey = { name: string; type: NoteKeyType; publicKey: Uint8Array };

/** A key that signs notes; `sign` gives the 64 bytes of Ed25519 over `message`, from a file, a KMS or a token. */
export type NoteSigner = {
  key: VerifierKey;
  sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;
};

/** Key ID: the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), as 8 hex digits (C2SP signed-note). */
export function keyId({ name, type, publicKey }: VerifierKey): string {
  const hash = createHash('sha256')
    .update(`${name}\n`)
    .update(Uint8Array.of(typeBytes[type]))
    .update(publicKey);
  return hash.digest('hex').slice(0, 8);
}

/** The text by which a key is published: `<name>+<key ID>+<base64(type ‖ public key)>` (C2SP signed-note, vkey). */
export function formatVerifierKey(key: VerifierKey): string {
  const bytes = Uint8Array.of(typeBytes[key.type], ...key.publicKey);
  return `${key.name}+${keyId(key)}+${encodeBase64(bytes)}`;
}

/** Reads a vkey; throws JournalError KEY_MALFORMED when it is of another type or its key ID is not that of its key. */
export function parseVerifierKey(text: string): VerifierKey {
  const [name = '', id, encoded = ''] = splitInThree(text);
  const bytes = decodeBase64(encoded);
  const type = (Object.keys(typeBytes) as NoteKeyType[]).find((known) => typeBytes[known] === bytes?.[0]);
  if (!isKeyName(name) || bytes?.length !== 33 || type === undefined) {
    throw new JournalError('KEY_MALFORMED', `not a verifier key of type Ed25519 or cosignature/v1: ${text}`);
  }
  const key = { name, type, publicKey: bytes.subarray(1) };
  if (keyId(key) !== id)
    throw new JournalError('KEY_MALFORMED', `key ID ${id} is not that of the key in ${text}`);
  return key;
}

/** A signer over a private key of node:crypto. Throws JournalError KEY_MALFORMED unless it is an Ed25519 key. */
export function ed25519Signer(name: string, type: NoteKeyType, privateKey: KeyObject): NoteSigner {
  if (privateKey.asymmetricKeyType !== 'ed25519' || privateKey.type !== 'private' || !isKeyName(name)) {
    throw new JournalError(
      'KEY_MALFORMED',
      `"${name}" needs a name without spaces and plus, and an Ed25519 private key`,
    );
  }
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x!, 'base64url'));
  return { key: { name, type, publicKey }, sign: (message) => signWith(null, message, privateKey) };
}

/** Whether the 64 bytes are an Ed25519 signature (RFC 8032) of `message` by the raw public key. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const x = Buffer.from(publicKey).toString('base64url');
  return verify(null, message, { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }, signature);
}

/** Key names: not empty, no Unicode spaces, no plus (C2SP signed-note). */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s\u0085+\p{Cc}]/u.test(name);
}

/** The base64 may itself hold plus signs; name and key ID may not. */
function splitInThree(text: string): string[] {
  const [name = '', id = '', ...rest] = text.split('+');
  return [name, id, rest.join('+')];
}
