export type CalendarErrorCode =
  | 'DAY_MALFORMED' // not YYYY-MM-DD, or no such day
  | 'INSTANT_MALFORMED' // not an ISO 8601 time with its offset
  | 'TABLE_MALFORMED' // a year's table that breaks its own rules
  | 'YEAR_UNKNOWN' // neither a table nor the rules cover the year
  | 'RULE_UNKNOWN'; // no such deadline rule in force on that day

export class CalendarError extends Error {
  override readonly name = 'CalendarError';
  readonly code: CalendarErrorCode;

  constructor(code: CalendarErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
