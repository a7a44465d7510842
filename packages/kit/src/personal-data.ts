import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * Personal data at rest (5.3.15): what the database holds is unreadable without a key that it does not hold.
 * `place` (collection and id) is bound into the seal, so that sealed data cannot be moved to another row.
 */
export interface PersonalData {
  /** Base64 of `nonce ‖ tag ‖ AES-256-GCM(JSON of the value)`. */
  seal(value: unknown, place: string): string;
  /** @throws Error when the data was sealed for another place or with another key */
  open(sealed: string, place: string): unknown;
  /** Equal values of a field have equal indexes; without the key nobody can try values against them. */
  index(field: string, value: string): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function personalDataWith(keys: { personalData: Buffer; blindIndex: Buffer }): PersonalData {
  return {
    seal(value, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keys.personalData, nonce).setAAD(Buffer.from(place));
      const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed, 'base64');
      const [nonce, tag] = [
        bytes.subarray(0, NONCE_BYTES),
        bytes.subarray(NONCE_BYTES).subarray(0, TAG_BYTES),
      ];
      const options = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv('aes-256-gcm', keys.personalData, nonce, options)
        .setAAD(Buffer.from(place))
        .setAuthTag(tag);
      const text = Buffer.concat([
        decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
        decipher.final(),
      ]);
      return JSON.parse(text.toString('utf8'));
    },
    index: (field, value) => createHmac('sha256', keys.blindIndex).update(`${field}:${value}`).digest('hex'),
  };
}
