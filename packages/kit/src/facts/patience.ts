import { backOff } from './back-off.ts';
import type { Verdict } from './hearing.ts';
import type { Failing } from './rows.ts';

/** How long a consumer tries a fact that fails before it puts it to the dead letters and goes on. */
export interface Patience {
  /** Tries for what looks like a defect; with the pauses about half a minute. */
  readonly tries: number;
  /** Milliseconds for what somebody else must answer first. */
  readonly unavailableMillis: number;
  /** Milliseconds before the next try. */
  readonly pause: (tries: number) => number;
}

export const usualPatience: Patience = { tries: 8, unavailableMillis: 3_600_000, pause: backOff };

export function isExhausted(
  verdict: Verdict,
  { tries, firstAt, lastAt }: Failing,
  patience: Patience,
): boolean {
  if (verdict === 'permanent') return true;
  if (verdict === 'unavailable')
    return Date.parse(lastAt) - Date.parse(firstAt) >= patience.unavailableMillis;
  return tries >= patience.tries;
}
