import type { ActId } from './acts.ts';
import type { Text } from './texts.ts';

/**
 * A holiday of the law, with the years that it has been (is) kept. `holiday` is transferred when it falls on a day off
 * (law 267-II, article 5); `day-off` (7 January, Kurban Ait) is not (Labour Code, article 84(5)).
 */
export type Holiday = {
  name: Text;
  /** `MM-DD` of each of its days; empty when another calendar rules it. */
  dates: readonly string[];
  kind: 'holiday' | 'day-off';
  from: number;
  to?: number;
  act: ActId;
};

const act = 'holidays-law';

// biome-ignore format: a row reads as a row
export const holidays = {
  'new-year': { name: { kk: 'Жаңа жыл', ru: 'Новый год', en: 'New Year' }, dates: ['01-01', '01-02'], kind: 'holiday', from: 2002, act },
  christmas: { name: { kk: 'Православиелік Рождество', ru: 'Православное Рождество', en: 'Orthodox Christmas' }, dates: ['01-07'], kind: 'day-off', from: 2006, act: 'labour-code-84-5' },
  women: { name: { kk: 'Халықаралық әйелдер күні', ru: 'Международный женский день', en: "International Women's Day" }, dates: ['03-08'], kind: 'holiday', from: 2002, act },
  'constitution-march': { name: { kk: 'Конституция күні', ru: 'День Конституции', en: 'Constitution Day' }, dates: ['03-15'], kind: 'holiday', from: 2027, act },
  nauryz: { name: { kk: 'Наурыз мейрамы', ru: 'Наурыз мейрамы', en: 'Nauryz' }, dates: ['03-21', '03-22', '03-23'], kind: 'holiday', from: 2010, act },
  unity: { name: { kk: 'Қазақстан халқының бірлігі мерекесі', ru: 'Праздник единства народа Казахстана', en: 'Day of Unity of the People of Kazakhstan' }, dates: ['05-01'], kind: 'holiday', from: 2002, act },
  defender: { name: { kk: 'Отан қорғаушы күні', ru: 'День защитника Отечества', en: 'Defender of the Fatherland Day' }, dates: ['05-07'], kind: 'holiday', from: 2013, act },
  victory: { name: { kk: 'Жеңіс күні', ru: 'День Победы', en: 'Victory Day' }, dates: ['05-09'], kind: 'holiday', from: 2002, act },
  capital: { name: { kk: 'Астана күні', ru: 'День столицы', en: 'Capital Day' }, dates: ['07-06'], kind: 'holiday', from: 2009, act },
  'constitution-august': { name: { kk: 'Конституция күні', ru: 'День Конституции', en: 'Constitution Day' }, dates: ['08-30'], kind: 'holiday', from: 2002, to: 2025, act },
  republic: { name: { kk: 'Республика күні', ru: 'День Республики', en: 'Republic Day' }, dates: ['10-25'], kind: 'holiday', from: 2022, act },
  'first-president': { name: { kk: 'Тұңғыш Президент күні', ru: 'День Первого Президента', en: 'First President Day' }, dates: ['12-01'], kind: 'holiday', from: 2012, to: 2021, act },
  independence: { name: { kk: 'Тәуелсіздік күні', ru: 'День Независимости', en: 'Independence Day' }, dates: ['12-16'], kind: 'holiday', from: 2002, act },
  'independence-second': { name: { kk: 'Тәуелсіздік күні', ru: 'День Независимости', en: 'Independence Day' }, dates: ['12-17'], kind: 'holiday', from: 2002, to: 2021, act },
  'kurban-ait': { name: { kk: 'Құрбан айттың бірінші күні', ru: 'Первый день Курбан айта', en: 'First day of Kurban Ait' }, dates: [], kind: 'day-off', from: 2006, act: 'labour-code-84-5' },
} as const satisfies Record<string, Holiday>;

export type HolidayId = keyof typeof holidays;
