import { describe, expect, it } from '@jest/globals';
import { admit, afterFailure, PAUSE_MILLIS, TOLERATED_FAILURES, UNBROKEN } from './breaker.ts';

const broken = (at: number) => {
  let breaker = UNBROKEN;
  for (let i = 0; i < TOLERATED_FAILURES; i += 1) breaker = afterFailure(breaker, at);
  return breaker;
};

describe('the circuit breaker', () => {
  it('lets requests through while failures are few', () => {
    expect(admit(afterFailure(UNBROKEN, 0), 1).admitted).toBe(true);
  });

  it('lets nothing through after too many failures in a row', () => {
    expect(admit(broken(1000), 1000 + PAUSE_MILLIS - 1).admitted).toBe(false);
  });

  it('lets one request through after the pause, and the next only after another pause', () => {
    const first = admit(broken(1000), 1000 + PAUSE_MILLIS);
    expect(first.admitted).toBe(true);
    expect(admit(first.breaker, 1001 + PAUSE_MILLIS).admitted).toBe(false);
  });
});
