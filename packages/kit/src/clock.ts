/** Where instants come from; domain code gets them as arguments. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  millis(): number;
  /** RFC 3339 in UTC with milliseconds. */
  now(): string;
}

export function clockWithOffset(offsetMillis: number): Clock {
  const millis = () => Date.now() + offsetMillis;
  return { millis, now: () => new Date(millis()).toISOString() };
}

/**
 * `expireAfterSeconds` of a TTL index over instants of a clock with this offset, to keep what they end for so long after:
 * MongoDB forgets by the machine's clock, for which everything that a clock behind it promises has already ended.
 */
export const ttlSeconds = (keepSeconds: number, offsetMillis: number): number =>
  keepSeconds + Math.max(0, Math.ceil(-offsetMillis / 1000));
