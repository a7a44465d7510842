import { kazakhstan } from '@edo/calendar';
import { expect, it } from '@jest/globals';
import { termsOfNotice } from './terms.ts';

const RECEIVED = '2026-11-23T09:00:00.000Z'; // a Monday

it('[9.7] the answer is due in 5 working days, counted from the day after receipt', () => {
  const { answer } = termsOfNotice('2026-11-23', RECEIVED, kazakhstan);
  expect(answer.due.day).toBe('2026-11-30');
  expect(answer.steps.filter((step) => 'skipped' in step).map(({ day }) => day)).toEqual([
    '2026-11-28',
    '2026-11-29',
  ]);
});

it('[9.7] a holiday in between makes the term longer and says so', () => {
  const { answer } = termsOfNotice('2026-12-11', '2026-12-11T05:00:00.000Z', kazakhstan);
  expect(answer.due.day).toBe('2026-12-21');
  expect(answer.steps).toContainEqual(
    expect.objectContaining({ day: '2026-12-16', skipped: expect.anything() }),
  );
});

it.each([
  ['on the day of discovery', '2026-11-23', true],
  ['on the third working day', '2026-11-18', true],
  ['on the fourth working day', '2026-11-17', false],
])('[9.3] a notice %s is in time or marked late, never refused', (_, discoveredOn, onTime) => {
  expect(termsOfNotice(discoveredOn, RECEIVED, kazakhstan).noticeOnTime).toBe(onTime);
});

it('refuses a discovery that lies in the future', () => {
  expect(() => termsOfNotice('2026-11-24', RECEIVED, kazakhstan)).toThrow(
    expect.objectContaining({ code: 'PARAMS_INVALID' }),
  );
});
