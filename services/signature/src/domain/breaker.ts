/** A circuit breaker: after some failures in a row an authority is left alone for a while, then tried with one request. */
export interface Breaker {
  /** Failures since the last success. */
  readonly failures: number;
  /** Milliseconds of the clock until which no request goes out. */
  readonly pausedUntil: number;
}

export const TOLERATED_FAILURES = 5;
export const PAUSE_MILLIS = 15_000;

export const UNBROKEN: Breaker = { failures: 0, pausedUntil: 0 };

/** Whether a request may go out now; the one that goes out after a pause takes the next pause upon itself, so that it goes alone. */
export function admit(breaker: Breaker, now: number): { admitted: boolean; breaker: Breaker } {
  if (breaker.failures < TOLERATED_FAILURES) return { admitted: true, breaker };
  if (now < breaker.pausedUntil) return { admitted: false, breaker };
  return { admitted: true, breaker: { ...breaker, pausedUntil: now + PAUSE_MILLIS } };
}

export function afterFailure({ failures, pausedUntil }: Breaker, now: number): Breaker {
  const more = failures + 1;
  return { failures: more, pausedUntil: more < TOLERATED_FAILURES ? pausedUntil : now + PAUSE_MILLIS };
}
