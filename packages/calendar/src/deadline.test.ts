import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { acts } from './acts.ts';
import { addWorkingDays, kazakhstan } from './calendar.ts';
import { addCalendarDays, type Day } from './day.ts';
import { deadline, instantOfDay } from './deadline.ts';
import { explain } from './explain.ts';
import { type DeadlineRuleId, deadlineRules, findRule } from './rules.ts';
import type { Language } from './texts.ts';
import { instantAt } from './zone.ts';

const compute = (id: DeadlineRuleId, day: Day, clock = '10:00') =>
  deadline(findRule(id, day), instantAt(day, clock), kazakhstan);

describe('deadlines', () => {
  // biome-ignore format: a row reads as a row
  it.each([
    ['[9.3] three working days through a working Sunday', 'client-conflict-notice', '2025-01-02', '2025-01-08', '2025-01-08T19:00:00.000Z'],
    ['[9.4] ten working days', 'operator-conflict-notice', '2026-05-04', '2026-05-20', '2026-05-20T19:00:00.000Z'],
    ['[9.7] five working days over Nauryz', 'conflict-answer', '2026-03-19', '2026-03-31', '2026-03-31T19:00:00.000Z'],
    ['[9.9] fifteen days from the day after sending', 'conflict-silence', '2026-03-02', '2026-03-17', '2026-03-17T19:00:00.000Z'],
    ['[9.9] a last day on Saturday moves to Monday', 'conflict-silence', '2026-07-31', '2026-08-17', '2026-08-17T19:00:00.000Z'],
    ['[10.3] two whole working days before the changes', 'change-disclosure', '2026-03-26', '2026-03-19', '2026-03-18T19:00:00.000Z'],
    ['[10.10.1] thirty days after sending', 'termination-by-operator', '2026-01-08', '2026-02-09', '2026-02-09T19:00:00.000Z'],
    ['[10.10.2] thirty days from receipt', 'termination-by-client', '2026-01-07', '2026-02-06', '2026-02-06T19:00:00.000Z'],
    ['[12.2] three working days of the onset', 'force-majeure-onset', '2026-05-06', '2026-05-13', '2026-05-13T19:00:00.000Z'],
    ['[12.2] three working days of the end', 'force-majeure-end', '2026-12-14', '2026-12-18', '2026-12-18T19:00:00.000Z'],
    ['[5.1.4.8] thirty days before expiry', 'certificate-expiry-notice', '2026-12-10', '2026-11-10', '2026-11-09T19:00:00.000Z'],
    ['[5.3.9] five years', 'journal-retention', '2024-02-29', '2029-02-28', '2029-02-28T19:00:00.000Z'],
    ['[5.3.11] five years', 'document-retention', '2021-06-01', '2026-06-01', '2026-06-01T19:00:00.000Z'],
    ['[9.3] the change of the clocks in 2024', 'client-conflict-notice', '2024-02-26', '2024-02-29', '2024-02-29T19:00:00.000Z'],
  ] as const)('%s', (_, id, from, day, instant) => expect(compute(id, from).due).toEqual({ day, instant }));

  // biome-ignore format: a row reads as a row
  it.each([
    ['[5.5.2.2] three hours, at night too', 'incident-notice', '2026-03-21T20:00:00.000Z', '2026-03-22', '2026-03-21T23:00:00.000Z'],
    ['[2.16] twenty-four hours over the change of the clocks', 'key-compromise-reaction', '2024-02-29T04:00:00.000Z', '2024-03-01', '2024-03-01T04:00:00.000Z'],
  ] as const)('%s', (_, id, from, day, instant) => {
    expect(deadline(findRule(id, day), from, kazakhstan).due).toEqual({ day, instant });
  });

  it('begin on the day that it was in Astana, not in UTC', () => {
    const { start, steps } = deadline(
      findRule('conflict-answer', '2026-03-17'),
      '2026-03-16T19:30:00.000Z',
      kazakhstan,
    );
    expect([start.day, steps[0]]).toEqual(['2026-03-17', { day: '2026-03-18', counted: 1 }]);
  });

  it('tell every counted and skipped day with its reason', () => {
    const { steps, calendarVersion } = compute('conflict-answer', '2026-03-19');
    const told = steps.map((step) =>
      'counted' in step
        ? `${step.day.slice(8)} ${step.counted}`
        : `${step.day.slice(8)} ${step.skipped.kind}`,
    );
    // biome-ignore format: a row reads as a row
    expect(told).toEqual([
      '20 1', '21 holiday', '22 holiday', '23 holiday', '24 transferred', '25 transferred', '26 2', '27 3', '28 weekend', '29 weekend', '30 4', '31 5',
    ]);
    expect(calendarVersion).toBe('2026.1');
  });

  it('tell over which days the end moved and on what ground', () => {
    expect(compute('conflict-silence', '2026-07-31').moved).toMatchObject({
      from: '2026-08-15',
      to: '2026-08-17',
      over: [{ kind: 'weekend' }, { kind: 'weekend' }],
      ground: 'last-day-off',
    });
  });

  it('name each calendar that they ran through, and say when one of its days may yet change', () => {
    expect(compute('operator-conflict-notice', '2026-12-28')).toMatchObject({
      calendarVersion: '2026.1+2027.1',
      provisional: true,
    });
    expect(compute('operator-conflict-notice', '2026-06-01').provisional).toBe(false);
  });

  it('[1.18] take the count of a bilateral agreement', () => {
    const rule = { ...findRule('conflict-answer', '2026-06-01'), count: 7 };
    expect(deadline(rule, instantOfDay('2026-06-01'), kazakhstan).due.day).toBe('2026-06-10');
  });

  it('take the version of a rule that was in force when the term began', () => {
    const rule = findRule('conflict-answer', '2026-01-01');
    const versions = [
      { ...rule, inForce: { from: null, to: '2026-06-30' } },
      { ...rule, count: 3, inForce: { from: '2026-07-01', to: '2026-12-31' } },
    ];
    const counts = ['2026-06-30', '2026-07-01'].map(
      (day) => findRule('conflict-answer', day, versions).count,
    );
    expect(counts).toEqual([5, 3]);
    expect(() => findRule('conflict-answer', '2027-01-01', versions)).toThrow(
      expect.objectContaining({ code: 'RULE_UNKNOWN' }),
    );
  });

  it('in working days end where adding working days ends', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2500 }), fc.constantFrom(3, 5, 10), (offset, count) => {
        const from = addCalendarDays('2021-01-01', offset);
        const rule = { ...findRule('conflict-answer', from), count };
        const { due, moved } = deadline(rule, instantAt(from, '23:59'), kazakhstan);
        expect([due.day, moved]).toEqual([addWorkingDays(from, count, kazakhstan), null]);
      }),
      { numRuns: 200 },
    ));

  it('are plain JSON', () => {
    const computed = compute('conflict-silence', '2026-07-31');
    expect(JSON.parse(JSON.stringify(computed))).toEqual(computed);
  });
});

describe('the explanation of a deadline', () => {
  it('[1.17] is given in Russian', () => {
    expect(explain(compute('conflict-silence', '2026-07-31', '10:30'), 'ru')).toEqual([
      'Возражение на результаты проверки: пункт 9.9 Соглашения, срок 15 календарных дней.',
      'Начало срока: направление результатов проверки, 31.07.2026 (пятница) 10:30 (время Астаны).',
      expect.stringMatching(
        /^Засчитанные дни: 1\) 01\.08\.2026 \(суббота\), .*, 15\) 15\.08\.2026 \(суббота\)\.$/,
      ),
      'Последний день 15.08.2026 (суббота) нерабочий (выходной день), срок переносится на 17.08.2026 (понедельник). ' +
        `Основание (толкование): ${acts['civil-code-terms'].title.ru}.`,
      'Срок истекает 17.08.2026 (понедельник) в 24:00 (время Астаны).',
      'Толкование: пункт не говорит о рабочих днях, поэтому считаются календарные дни.',
      'Версия производственного календаря: 2026.1.',
    ]);
  });

  it('[1.17] is given in Kazakh', () => {
    expect(explain(compute('incident-notice', '2026-03-21'), 'kk')).toEqual([
      'Клиенттерге төтенше жағдай туралы хабарлау: Келісімнің 5.5.2.2-тармағы, мерзімі 3 сағат.',
      'Мерзімнің басы: төтенше мән-жайлардың туындауы, 21.03.2026 (сенбі) 10:00 (Астана уақыты).',
      'Мерзім 21.03.2026 (сенбі) сағат 13:00 аяқталады (Астана уақыты).',
      'Түсіндірме: сағаттар тәулік бойы, жұмыс уақытынан тыс та есептеледі.',
    ]);
  });

  it('[1.17] is given in English, with each skipped day and its act', () => {
    const sentences = explain(compute('client-conflict-notice', '2025-01-02'), 'en');
    expect(sentences).toContain(
      '03.01.2025 (Friday) is not counted: day off moved from 05.01.2025. Ground: Act on the transfer of days off in 2025.',
    );
    expect(sentences).toContain(
      '07.01.2025 (Tuesday) is not counted: day off, Orthodox Christmas. Ground: Labour Code of 23 November 2015 No. 414-V, article 84(5).',
    );
    expect(sentences).toContain(
      'Counted days: 1) 05.01.2025 (Sunday), 2) 06.01.2025 (Monday), 3) 08.01.2025 (Wednesday).',
    );
  });

  it('warns of a provisional calendar', () => {
    expect(explain(compute('conflict-answer', '2027-05-12'), 'ru').at(-1)).toMatch(
      /^Календарь предварительный/,
    );
  });

  it.each(['kk', 'ru', 'en'] as const)('leaves no hole in %s for any rule', (language: Language) => {
    for (const { id } of deadlineRules) {
      const text = explain(compute(id, '2026-03-19'), language).join('\n');
      expect(text).not.toMatch(/[{}]|undefined|NaN|: \.|\(\)/);
    }
  });
});
