const FIRST_MILLIS = 200;
const MOST_MILLIS = 3000;

/** Milliseconds before attempt `attempt` (2 is the first repetition): doubled each time, half of it by chance (0 ≤ `random` < 1). */
export function waitBefore(attempt: number, random: number): number {
  const whole = Math.min(FIRST_MILLIS * 2 ** (attempt - 2), MOST_MILLIS);
  return Math.round(whole / 2 + (whole / 2) * random);
}
