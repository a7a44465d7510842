import { EdsError } from '../errors.ts';
import { contentOf, type Element } from './reader.ts';
import { TAG } from './tags.ts';
import { latin1 } from './values.ts';

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{0,9}[1-9]))?Z$/;

/** `UTCTime` or `GeneralizedTime` in the forms of RFC 5280, 4.1.2.5 (and RFC 3161: fractions of a second). */
export function readTime(element: Element): Date {
  const text = latin1(contentOf(element));
  const parts = (element.tag === TAG.utcTime ? UTC_TIME : GENERALIZED_TIME).exec(text);
  if (!parts || (element.tag !== TAG.utcTime && element.tag !== TAG.generalizedTime)) {
    throw new EdsError('DER_VALUE', `not a time at byte ${element.start}`);
  }
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6])];
  const fullYear = element.tag === TAG.utcTime ? year + (year < 50 ? 2000 : 1900) : year;
  const time = new Date(0);
  time.setUTCFullYear(fullYear, month - 1, day);
  time.setUTCHours(hour, minute, second, Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000));
  const kept = time.getUTCMonth() === month - 1 && time.getUTCDate() === day && time.getUTCHours() === hour;
  if (!kept || minute > 59 || second > 59)
    throw new EdsError('DER_VALUE', `no such time at byte ${element.start}: ${text}`);
  return time;
}
