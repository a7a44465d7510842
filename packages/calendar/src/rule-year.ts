import { acts } from './acts.ts';
import { addCalendarDays, type Day, isWeekend } from './day.ts';
import { CalendarError } from './errors.ts';
import { type Holiday, type HolidayId, holidays } from './holidays.ts';
import type { DayEntry, YearTable } from './year-table.ts';

const firstYear = 2010;
const lastYear = 2076; // the last year whose Kurban Ait the Umm al-Qura tables of ICU hold

/**
 * A year by the rules of the law alone, for years without a table: provisional, since acts that move days off are not
 * known. Kurban Ait is 10 Dhu al-Hijjah of the Umm al-Qura calendar (right for 2021–2026), itself provisional.
 * Throws CalendarError YEAR_UNKNOWN outside 2010–2076.
 */
export function yearByRule(year: number): YearTable {
  if (year < firstYear || year > lastYear) {
    throw new CalendarError(
      'YEAR_UNKNOWN',
      `no calendar for ${year}: the rules cover ${firstYear}–${lastYear}`,
    );
  }
  const kept = (Object.entries(holidays) as [HolidayId, Holiday][])
    .filter(([, { from, to = lastYear }]) => from <= year && year <= to)
    .flatMap(([id, holiday]) => entriesOf(id, holiday, year))
    .sort(byDay);
  return {
    year,
    version: `${year}.rule`,
    provisional: true,
    days: [...kept, ...transfers(kept)].sort(byDay),
  };
}

function entriesOf(holiday: HolidayId, { dates, kind, act }: Holiday, year: number): DayEntry[] {
  const common = { kind, holiday, act, source: acts[act].source };
  if (holiday === 'kurban-ait') return [{ ...common, day: kurbanAit(year), provisional: true }];
  return dates.map((date) => ({ ...common, day: `${year}-${date}` }));
}

/**
 * Law 267-II, article 5: where a holiday falls on a day off, the working day after it is free. Holidays in sequence
 * take one working day each: 22 and 23 March 2025 (a weekend) gave 24 and 25 March.
 */
function transfers(kept: readonly DayEntry[]): DayEntry[] {
  const free = new Set(kept.map(({ day }) => day));
  return kept.flatMap(({ day: insteadOf, kind, holiday }) => {
    if (kind !== 'holiday' || !isWeekend(insteadOf)) return [];
    let day = addCalendarDays(insteadOf, 1);
    while (isWeekend(day) || free.has(day)) day = addCalendarDays(day, 1);
    free.add(day);
    const act = 'holidays-law-5';
    return [
      { day, kind: 'transferred', insteadOf, act, source: acts[act].source, ...(holiday && { holiday }) },
    ];
  });
}

const hijri = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
});

function kurbanAit(year: number): Day {
  for (let day = `${year}-01-01`; ; day = addCalendarDays(day, 1)) {
    const parts = hijri.formatToParts(Date.parse(`${day}T00:00:00Z`));
    const [month, date] = (['month', 'day'] as const).map(
      (type) => parts.find((part) => part.type === type)?.value,
    );
    if (month === '12' && date === '10') return day;
  }
}

const byDay = (one: DayEntry, other: DayEntry) => (one.day < other.day ? -1 : 1);
