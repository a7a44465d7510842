import { EdsError } from '../errors.ts';

/** The refusal of a container that cannot be read. */
export const malformed = (what: string, cause?: unknown): EdsError =>
  new EdsError('CONTAINER_MALFORMED', `the container cannot be read: ${what}`, { cause });

/** Text in UTF-8; anything else is refused, never guessed. */
export function readUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw malformed(`${what} is not UTF-8`, cause);
  }
}
