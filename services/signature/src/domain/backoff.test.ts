import { expect, it } from '@jest/globals';
import { waitBefore } from './backoff.ts';

it.each([
  [2, 0, 100],
  [2, 0.999, 200],
  [3, 0, 200],
  [4, 0.5, 600],
  [12, 0.999, 2999],
])('waits before attempt %i, by chance %f, %i ms', (attempt, random, millis) => {
  expect(waitBefore(attempt, random)).toBe(millis);
});
