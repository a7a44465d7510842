/** Where the sandbox takes the time from; the `Clock` of the platform's kit is one. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  millis(): number;
}

export const DAY = 24 * 3600 * 1000;
export const daysFrom = (time: Date, days: number): Date => new Date(time.getTime() + days * DAY);
