/** Pauses between tries to hand a message over, in milliseconds; after the last one it has failed. */
const PAUSES = [2_000, 10_000, 60_000, 300_000, 1_800_000, 7_200_000];

/** When to try again after `tries` failures, or null when the message has failed. Instants in milliseconds. */
export function nextDelivery(tries: number, now: number): number | null {
  const pause = PAUSES[tries - 1];
  return pause === undefined ? null : now + pause;
}
