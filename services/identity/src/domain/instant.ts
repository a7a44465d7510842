/** Whether one RFC 3339 instant lies before another; as text they may differ in precision and so not compare. */
export const isBefore = (earlier: string, later: string): boolean => Date.parse(earlier) < Date.parse(later);
