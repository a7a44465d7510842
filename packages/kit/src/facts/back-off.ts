/** Milliseconds before try number `tries + 1`: doubling from 100 ms to 30 s, its upper half at random so that copies do not march in step. */
export function backOff(tries: number, random = Math.random()): number {
  const longest = Math.min(30_000, 100 * 2 ** Math.min(tries, 10));
  return Math.round(longest / 2 + (longest / 2) * random);
}
