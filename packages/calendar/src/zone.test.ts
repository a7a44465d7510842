import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addHours, inAstana, instantAt, localDay, timeOf } from './zone.ts';

describe('Astana time', () => {
  it.each([
    ['UTC+6 before 1 March 2024', '2024-02-28T18:00:00.000Z', '2024-02-29', '00:00:00'],
    ['the last instant at UTC+6', '2024-02-29T17:59:59.000Z', '2024-02-29', '23:59:59'],
    ['the hour lived twice', '2024-02-29T18:30:00.000Z', '2024-02-29', '23:30:00'],
    ['UTC+5 since', '2024-02-29T19:00:00.000Z', '2024-03-01', '00:00:00'],
    ['UTC+5 now', '2026-03-16T04:00:00.000Z', '2026-03-16', '09:00:00'],
  ])('[2.24] is %s', (_, instant, day, clock) => expect(inAstana(instant)).toEqual({ day, clock }));

  it.each([
    ['2024-02-29', '00:00', '2024-02-28T18:00:00.000Z'],
    ['2024-03-01', '00:00', '2024-02-29T19:00:00.000Z'],
    ['2024-02-29', '20:00', '2024-02-29T14:00:00.000Z'],
    ['2024-03-01', '09:00', '2024-03-01T04:00:00.000Z'],
    ['2023-12-31', '18:00', '2023-12-31T12:00:00.000Z'],
  ])('has %s %s at %s', (day, clock, instant) => expect(instantAt(day, clock)).toBe(instant));

  it('gives back the day of the beginning of any day', () =>
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2021-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        (date) => {
          const { day } = inAstana(date.toISOString());
          expect(inAstana(instantAt(day, '00:00'))).toEqual({ day, clock: '00:00:00' });
        },
      ),
      { numRuns: 200 },
    ));

  it('counts hours by the clock of the world, not by that on the wall', () => {
    expect(addHours('2024-02-29T12:00:00+06:00', 24)).toBe('2024-03-01T06:00:00.000Z');
    expect(localDay('2024-02-29T12:00:00+06:00')).toBe('2024-02-29');
  });

  it.each(['2026-03-16', '2026-03-16T09:00:00', 'yesterday', ''])(
    'refuses "%s", which says no offset',
    (text) => {
      expect(() => timeOf(text)).toThrow(expect.objectContaining({ code: 'INSTANT_MALFORMED' }));
    },
  );
});
