import { describe, expect, it } from '@jest/globals';
import { clockWithOffset, ttlSeconds } from './clock.ts';

const HOUR = 3_600_000;

describe('a moved clock', () => {
  it('runs on from where it was set', async () => {
    const clock = clockWithOffset(-14 * HOUR);
    const before = Date.now() - 14 * HOUR;
    expect(clock.millis()).toBeGreaterThanOrEqual(before);
    expect(clock.millis()).toBeLessThan(before + 60_000);
    expect(clock.now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each([
    ['right', 0, 60],
    ['behind by 14 hours and a millisecond', -14 * HOUR - 1, 60 + 14 * 3600 + 1],
    ['ahead, whose instants MongoDB sees late', 14 * HOUR, 60],
  ])('keeps rows for their time where it is %s', (_, offset, seconds) => {
    expect(ttlSeconds(60, offset)).toBe(seconds);
  });
});
