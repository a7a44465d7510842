import { Refusal } from '@edo/contracts';
import { expect, it } from '@jest/globals';
import { backOff } from './back-off.ts';
import { FactError } from './fact-error.ts';
import { reasonOf, type Verdict, verdictOn } from './hearing.ts';
import { isExhausted, usualPatience } from './patience.ts';

it.each<[string, unknown, Verdict]>([
  ['a refusal is an answer', new Refusal('NOT_FOUND', 'no such document'), 'permanent'],
  ['a lost race may be won the next time', new Refusal('CHANGED_MEANWHILE', 'changed'), 'defect'],
  ['a service that does not answer', new Refusal('SERVICE_UNAVAILABLE', 'no answer'), 'unavailable'],
  ['too many requests', new Refusal('TOO_MANY_REQUESTS', 'later'), 'unavailable'],
  ['bytes that are no fact', new FactError('UNREADABLE', 'no fact'), 'permanent'],
  ['a version that a newer copy may know', new FactError('VERSION_UNKNOWN', 'v3'), 'foreign'],
  ['anything else', new TypeError('undefined is not a function'), 'defect'],
])('%s', (_, error, verdict) => expect(verdictOn(error)).toBe(verdict));

const tried = (tries: number, seconds: number) => ({
  factId: 'f',
  tries,
  firstAt: '2026-11-23T00:00:00.000Z',
  lastAt: new Date(Date.UTC(2026, 10, 23) + seconds * 1000).toISOString(),
});

it.each<[string, Verdict, number, number, boolean]>([
  ['tries a refused fact once', 'permanent', 1, 0, true],
  ['tries a defect seven times more', 'defect', 7, 60, false],
  ['gives a defect up at the eighth try', 'defect', 8, 60, true],
  ['waits an hour for a neighbour, however often it asks', 'unavailable', 200, 3599, false],
  ['gives a neighbour up after an hour', 'unavailable', 200, 3600, true],
])('%s', (_, verdict, tries, seconds, exhausted) => {
  expect(isExhausted(verdict, tried(tries, seconds), usualPatience)).toBe(exhausted);
});

it.each([
  [1, 100, 200],
  [5, 1600, 3200],
  [20, 15_000, 30_000],
])('pauses after try %d between %d and %d ms', (tries, least, most) => {
  expect([backOff(tries, 0), backOff(tries, 1)]).toEqual([least, most]);
});

it('names what failed by its code, and by DEFECT what has none', () => {
  expect(reasonOf(new Refusal('NOT_FOUND', 'no such document'))).toEqual({
    code: 'NOT_FOUND',
    message: 'no such document',
  });
  expect(reasonOf('thrown text')).toEqual({ code: 'DEFECT', message: 'thrown text' });
});
