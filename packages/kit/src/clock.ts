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
