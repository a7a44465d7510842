export { type Act, type ActId, acts } from './acts.ts';
export {
  addWorkingDays,
  type Calendar,
  type DayStatus,
  isOfficeTime,
  isWorkingDay,
  kazakhstan,
  makeCalendar,
  nextWorkingDay,
  officeHours,
  wholeDay,
} from './calendar.ts';
export { addCalendarDays, addYears, type Day, isWeekend, parseDay } from './day.ts';
export { type Deadline, type DeadlineStep, deadline, instantOfDay } from './deadline.ts';
export { CalendarError, type CalendarErrorCode } from './errors.ts';
export { explain, reason } from './explain.ts';
export { type HolidayId, holidays } from './holidays.ts';
export { type InterpretationId, interpretations } from './interpretations.ts';
export { ruleTexts } from './rule-texts.ts';
export { yearByRule } from './rule-year.ts';
export { type DeadlineRule, type DeadlineRuleId, deadlineRules, findRule, type TermUnit } from './rules.ts';
export { tables } from './tables.ts';
export type { Language, Text } from './texts.ts';
export { type DayEntry, type DayKind, readYearTable, type YearTable } from './year-table.ts';
export { addHours, type Instant, inAstana, instantAt, localDay, zone } from './zone.ts';
