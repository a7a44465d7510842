import { expect, it } from '@jest/globals';
import { registerNumber, registerYear } from './numbers.ts';

it.each([
  ['the last minute of a year in Astana', '2026-12-31T18:59:59.999Z', 2026],
  ['the first minute of a year in Astana (UTC+5)', '2026-12-31T19:00:00.000Z', 2027],
  ['the first minute of a year before 2024-03-01 (UTC+6)', '2022-12-31T18:00:00.000Z', 2023],
])('[5.3.7] %s belongs to its register', (_, instant, year) => expect(registerYear(instant)).toBe(year));

it('[5.3.7] writes numbers as people read them', () =>
  expect(registerNumber('incoming', 2026, 17)).toBe('IN-2026-000017'));
