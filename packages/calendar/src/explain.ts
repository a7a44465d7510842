import { acts } from './acts.ts';
import type { DayStatus } from './calendar.ts';
import type { Day } from './day.ts';
import type { Deadline } from './deadline.ts';
import { holidays } from './holidays.ts';
import { interpretations } from './interpretations.ts';
import { amount, say } from './phrases.ts';
import { ruleTexts } from './rule-texts.ts';
import type { Language } from './texts.ts';
import { inAstana } from './zone.ts';

/** The deadline in sentences: rule, start, each day counted or skipped and why, moved end, end, readings, calendar. */
export function explain(deadline: Deadline, language: Language): string[] {
  const { rule, start, calendarVersion, provisional } = deadline;
  const { id, clause, count, unit, direction } = rule;
  const { title, event } = ruleTexts[id];
  const clock = inAstana(start.instant).clock.slice(0, 5);
  const beginning = { event: event[language], day: spoken(start.day, language), clock };
  return [
    say('rule', language, { title: title[language], clause, amount: amount(count, unit, language) }),
    say(direction === 'after' ? 'start' : 'startBefore', language, beginning),
    ...explainDays(deadline, language),
    ...explainMove(deadline, language),
    explainDue(deadline, language),
    ...rule.interpretations
      .filter((reading) => reading !== 'last-day-off')
      .map((reading) => say('interpretation', language, { text: interpretations[reading].title[language] })),
    ...(unit === 'hour' ? [] : [say('calendar', language, { version: calendarVersion })]),
    ...(provisional ? [say('provisional', language)] : []),
  ];
}

function explainDays({ steps }: Deadline, language: Language): string[] {
  const counted = steps.flatMap((step) =>
    'counted' in step ? [`${step.counted}) ${spoken(step.day, language)}`] : [],
  );
  const skipped = steps.flatMap((step) =>
    'skipped' in step ? [explainSkipped(step.skipped, language)] : [],
  );
  return [
    ...skipped,
    ...(counted.length > 0 ? [say('counted', language, { days: counted.join(', ') })] : []),
  ];
}

function explainSkipped(status: DayStatus, language: Language): string {
  const act = acts[status.act].title[language];
  return say('skipped', language, {
    day: spoken(status.day, language),
    reason: reason(status, language),
    act,
  });
}

function explainMove({ moved }: Deadline, language: Language): string[] {
  if (!moved) return [];
  const holes = {
    from: spoken(moved.from, language),
    to: spoken(moved.to, language),
    reason: reason(moved.over[0]!, language),
    ground: interpretations[moved.ground].title[language],
  };
  return [say('moved', language, holes)];
}

function explainDue({ rule, due }: Deadline, language: Language): string {
  const day = spoken(due.day, language);
  if (rule.unit === 'hour')
    return say('dueHour', language, { day, clock: inAstana(due.instant).clock.slice(0, 5) });
  return say(rule.direction === 'after' ? 'dueAfter' : 'dueBefore', language, { day });
}

/** Why a day is free, in words. */
export function reason({ kind, holiday, insteadOf }: DayStatus, language: Language): string {
  if (kind === 'working-day' || kind === 'moved-working') return '';
  return say(kind, language, {
    holiday: holiday ? holidays[holiday].name[language] : '',
    insteadOf: insteadOf ? numeric(insteadOf) : '',
  });
}

/** `23.03.2026 (понедельник)`. */
function spoken(day: Day, language: Language): string {
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return `${numeric(day)} (${weekday.format(Date.parse(`${day}T00:00:00Z`))})`;
}

function numeric(day: Day): string {
  return day.split('-').reverse().join('.');
}
