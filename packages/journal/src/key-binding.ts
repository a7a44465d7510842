import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { JournalError } from './errors.ts';
import { parseVerifierKey, type VerifierKey } from './note-keys.ts';

/** Names the kind of statement, so that a signature over it can never be taken for one over a document. */
export const keyBindingType = 'edo/journal-key-binding@v1';

/**
 * The operator's statement "checkpoints of this journal are signed with this key from then on". Its bytes are canonical
 * JSON; the operator signs them (detached CMS) with its НУЦ РК key, which ties the Ed25519 key to a legal entity.
 */
export type KeyBinding = {
  type: typeof keyBindingType;
  /** Origin line of the checkpoints; equal to the key's name. */
  origin: string;
  /** The key as C2SP vkey. */
  key: string;
  operator: { bin: string; name: string };
  /** UTC, ISO 8601 with milliseconds: checkpoints of entries from this time on may bear the key. */
  validFrom: string;
};

const members = ['key', 'operator', 'origin', 'type', 'validFrom'];

export function formatKeyBinding(binding: Omit<KeyBinding, 'type'>): Uint8Array {
  const bytes = canonicalJson({ ...binding, type: keyBindingType });
  parseKeyBinding(bytes);
  return bytes;
}

/** Reads the statement strictly; throws JournalError KEY_MALFORMED or JSON_NOT_CANONICAL. Its signature is the caller's. */
export function parseKeyBinding(bytes: Uint8Array): { binding: KeyBinding; key: VerifierKey } {
  const binding = parseCanonicalJson(bytes);
  if (!isKeyBinding(binding))
    throw new JournalError('KEY_MALFORMED', `not a statement of type ${keyBindingType}`);
  const key = parseVerifierKey(binding.key);
  if (key.type !== 'ed25519' || key.name !== binding.origin) {
    throw new JournalError(
      'KEY_MALFORMED',
      `the key ${key.name} is not an Ed25519 log key of ${binding.origin}`,
    );
  }
  return { binding, key };
}

function isKeyBinding(value: unknown): value is KeyBinding {
  if (typeof value !== 'object' || value === null) return false;
  const { type, origin, key, operator, validFrom } = value as Record<string, unknown>;
  const { bin, name } = (operator ?? {}) as Record<string, unknown>;
  const texts = [origin, key, validFrom, bin, name];
  return (
    type === keyBindingType &&
    Object.keys(value).sort().join() === members.join() &&
    Object.keys(operator ?? {}).length === 2 &&
    texts.every((text) => typeof text === 'string' && text !== '') &&
    /^\d{12}$/.test(bin as string) &&
    isInstant(validFrom as string)
  );
}

function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return Number.isFinite(time) && new Date(time).toISOString() === text;
}
