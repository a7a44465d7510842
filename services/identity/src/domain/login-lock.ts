const MINUTE = 60_000;

/**
 * How long a login stays closed after so many wrong passwords in a row (5.1.1.9), in milliseconds.
 * `LOCK_MILLIS[n]` follows the n-th; the last entry holds for every further one. Known and unknown logins are treated alike.
 */
export const LOCK_MILLIS: readonly number[] = [
  0,
  0,
  0,
  0,
  0,
  1 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  60 * MINUTE,
];

/** Wrong passwords are forgotten after so long without another. */
export const FORGET_MILLIS = 24 * 60 * MINUTE;

export const secondsUntil = (later: number, now: number): number =>
  Math.max(1, Math.ceil((later - now) / 1000));
