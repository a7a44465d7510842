import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingDays, isOfficeTime, isWorkingDay, kazakhstan, makeCalendar } from './calendar.ts';
import { addCalendarDays, addYears, type Day, isWeekend, parseDay, yearOf } from './day.ts';
import { yearByRule } from './rule-year.ts';
import { tables } from './tables.ts';
import { readYearTable } from './year-table.ts';

type Oracle = { years: Record<string, { off: Record<Day, string>; workingWeekends: Day[] }> };
const oracle: Oracle = JSON.parse(
  readFileSync(new URL('../fixtures/kz-holidays.json', import.meta.url), 'utf8'),
);
const daysOf = (year: number): Day[] => {
  const days: Day[] = [];
  for (let day = `${year}-01-01`; yearOf(day) === year; day = addCalendarDays(day, 1)) days.push(day);
  return days;
};
const workingDays = (year: number) => daysOf(year).filter((day) => isWorkingDay(day, kazakhstan));
const anyDay = fc.integer({ min: 0, max: 365 * 12 }).map((count) => addCalendarDays('2021-01-01', count));

describe('the working calendar of Kazakhstan', () => {
  it.each(Object.entries(oracle.years))(
    '[2.25] agrees with the oracle on every day of %s',
    (year, { off, workingWeekends }) => {
      const expected = daysOf(Number(year)).filter(
        (day) => workingWeekends.includes(day) || (!isWeekend(day) && !(day in off)),
      );
      expect(workingDays(Number(year))).toEqual(expected);
    },
  );

  it('[2.25] follows the rules of the law in 2027', () => {
    const free = daysOf(2027).filter((day) => !isWeekend(day) && !isWorkingDay(day, kazakhstan));
    // biome-ignore format: a row reads as a row
    expect(free.map((day) => day.slice(5))).toEqual([
      '01-01', '01-04', '01-07', '03-08', '03-15', '03-22', '03-23', '03-24', '05-03', '05-07', '05-10', '07-06', '10-25', '12-16',
    ]);
  });

  it.each(tables.map((table) => [table.year, table] as const))(
    '%i is what the rules of the law give, but for the days that an act moved',
    (year, { days }) => {
      const byLaw = days.filter(({ kind }) => kind !== 'moved-off' && kind !== 'moved-working');
      const plain = ({ day, kind, holiday, insteadOf }: (typeof days)[number]) => ({
        day,
        kind,
        holiday,
        insteadOf,
      });
      expect(byLaw.map(plain)).toEqual(yearByRule(year).days.map(plain));
    },
  );

  it('[2.25] says why a day is free or working, and by which act', () => {
    expect(kazakhstan.statusOf('2026-03-25')).toMatchObject({
      working: false,
      kind: 'transferred',
      holiday: 'nauryz',
      insteadOf: '2026-03-22',
      act: 'holidays-law-5',
    });
    expect(kazakhstan.statusOf('2025-01-05')).toMatchObject({
      working: true,
      kind: 'moved-working',
      act: 'transfer-2025',
    });
    expect(kazakhstan.statusOf('2026-08-30')).toMatchObject({ kind: 'weekend', act: 'agreement-2.25' });
  });

  it('marks a year without a table, and a table by rule, as provisional', () => {
    expect(kazakhstan.statusOf('2027-05-17').provisional).toBe(true);
    expect(kazakhstan.statusOf('2031-06-02')).toMatchObject({ working: true, provisional: true });
    expect(kazakhstan.versionOf(2031)).toBe('2031.rule');
    expect(kazakhstan.statusOf('2026-06-02').provisional).toBe(false);
  });

  it('gives holidays in sequence a working day each (2032: Nauryz from Sunday to Tuesday, Kurban Ait on Monday)', () => {
    expect(kazakhstan.statusOf('2032-03-22')).toMatchObject({ working: false });
    expect(kazakhstan.statusOf('2032-03-24')).toMatchObject({ kind: 'transferred', insteadOf: '2032-03-21' });
    expect(isWorkingDay('2032-03-25', kazakhstan)).toBe(true);
  });

  it("takes the operator's edition of a year in place of the one that comes with the platform", () => {
    const moved = [
      { day: '2026-07-03', kind: 'moved-off', insteadOf: '2026-07-04', act: 'transfer-2025', source: 'test' },
    ];
    const edited = readYearTable({ year: 2026, version: '2026.2', provisional: false, days: moved });
    const calendar = makeCalendar([...tables, edited]);
    expect([calendar.versionOf(2026), isWorkingDay('2026-07-03', calendar)]).toEqual(['2026.2', false]);
    expect(isWorkingDay('2026-07-03', kazakhstan)).toBe(true);
  });

  const entry = { day: '2026-07-03', kind: 'moved-off', act: 'transfer-2025', source: 'test' };
  it.each([
    ['a day of another year', [{ ...entry, day: '2025-07-03' }]],
    ['days out of order', [entry, { ...entry, day: '2026-07-02' }]],
    ['the same day twice', [entry, entry]],
    ['an unknown act', [{ ...entry, act: 'decree' }]],
    ['no source', [{ ...entry, source: '' }]],
    ['an unknown kind', [{ ...entry, kind: 'free' }]],
    ['a holiday without its name', [{ ...entry, kind: 'holiday' }]],
    ['a Saturday made free', [{ ...entry, day: '2026-07-04' }]],
    ['a Friday made working', [{ ...entry, kind: 'moved-working' }]],
  ])('refuses a table with %s', (_, days) => {
    const table = { year: 2026, version: '2026.2', provisional: false, days };
    expect(() => readYearTable(table)).toThrow(expect.objectContaining({ code: 'TABLE_MALFORMED' }));
  });
});

describe('working days', () => {
  it.each([
    ['from the next day', '2026-03-16', 1, '2026-03-17'],
    ['over a weekend', '2026-03-13', 1, '2026-03-16'],
    ['over Nauryz and its transfers', '2026-03-20', 1, '2026-03-26'],
    ['through a working Sunday', '2025-01-02', 1, '2025-01-05'],
    ['back over Nauryz', '2026-03-26', -2, '2026-03-19'],
    ['into a year without a table', '2027-12-31', 1, '2028-01-05'],
  ])('are counted %s', (_, from, count, expected) => {
    expect(addWorkingDays(from, count, kazakhstan)).toBe(expected);
  });

  it('reach a working day with exactly that many working days up to it, and back again', () =>
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 40 }), (from, count) => {
        const reached = addWorkingDays(from, count, kazakhstan);
        let working = 0;
        for (let day = from; day < reached; ) {
          day = addCalendarDays(day, 1);
          if (isWorkingDay(day, kazakhstan)) working += 1;
        }
        expect([working, isWorkingDay(reached, kazakhstan)]).toEqual([count, true]);
        expect(addWorkingDays(addCalendarDays(reached, 1), -count, kazakhstan) > from).toBe(true);
      }),
      { numRuns: 300 },
    ));
});

describe('days and hours', () => {
  it.each([
    ['2024-02-29', 1, '2025-02-28'],
    ['2024-02-29', 4, '2028-02-29'],
    ['2021-12-31', 5, '2026-12-31'],
  ])('%s in %i years is %s', (day, count, expected) => expect(addYears(day, count)).toBe(expected));

  it.each(['2026-02-29', '2026-2-1', '01.02.2026', '2026-13-01', ''])('refuse "%s"', (text) => {
    expect(() => parseDay(text)).toThrow(expect.objectContaining({ code: 'DAY_MALFORMED' }));
  });

  it.each([
    ['before nine', '2026-03-16T03:59:59.000Z', false],
    ['at nine', '2026-03-16T04:00:00.000Z', true],
    ['before eighteen', '2026-03-16T12:59:59.000Z', true],
    ['at eighteen', '2026-03-16T13:00:00.000Z', false],
    ['at nine by the old offset', '2024-02-28T03:00:00.000Z', true],
    ['on a Saturday', '2026-03-14T05:00:00.000Z', false],
    ['on a working Sunday', '2025-01-05T05:00:00.000Z', true],
  ])('[2.24] the office %s', (_, instant, open) => expect(isOfficeTime(instant, kazakhstan)).toBe(open));
});
