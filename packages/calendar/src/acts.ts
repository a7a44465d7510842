import type { Text } from './texts.ts';

/** A ground that a day or a rule rests on. `source` is where its text can be read. */
export type Act = { title: Text; source: string; interpretation?: true };

const holidaysLaw = {
  kk: '«Қазақстан Республикасындағы мерекелер туралы» 2001 жылғы 13 желтоқсандағы № 267-II Заң',
  ru: 'Закон от 13 декабря 2001 года № 267-II «О праздниках в Республике Казахстан»',
  en: 'Law of 13 December 2001 No. 267-II on holidays in the Republic of Kazakhstan',
};
const labourCode = {
  kk: '2015 жылғы 23 қарашадағы № 414-V Еңбек кодексі',
  ru: 'Трудовой кодекс от 23 ноября 2015 года № 414-V',
  en: 'Labour Code of 23 November 2015 No. 414-V',
};
const holidaysLawSource = 'https://adilet.zan.kz/rus/docs/Z010000267_';
const labourCodeSource = 'https://adilet.zan.kz/rus/docs/K1500000414';

const transferOf = (year: number, source: string): Act => ({
  title: {
    kk: `${year} жылы демалыс күндерін ауыстыру туралы акт`,
    ru: `Акт о переносе дней отдыха в ${year} году`,
    en: `Act on the transfer of days off in ${year}`,
  },
  source: `https://adilet.zan.kz/rus/docs/${source}`,
});

/** Every ground that the data names, by its id. Articles that nobody has confirmed are not numbered. */
export const acts = {
  'holidays-law': { title: holidaysLaw, source: holidaysLawSource },
  'holidays-law-5': {
    title: {
      kk: `${holidaysLaw.kk}, 5-бап`,
      ru: `${holidaysLaw.ru}, статья 5`,
      en: `${holidaysLaw.en}, article 5`,
    },
    source: holidaysLawSource,
  },
  'labour-code-84-5': {
    title: {
      kk: `${labourCode.kk}, 84-баптың 5-тармағы`,
      ru: `${labourCode.ru}, статья 84, пункт 5`,
      en: `${labourCode.en}, article 84(5)`,
    },
    source: labourCodeSource,
  },
  'transfer-2021': transferOf(2021, 'P2000000930'),
  'transfer-2022': transferOf(2022, 'P2200000796'),
  'transfer-2023': transferOf(2023, 'P2300000326'),
  'transfer-2024': transferOf(2024, 'G24G0000109'),
  'transfer-2025': transferOf(2025, 'G24G0000436'),
  'agreement-2.25': {
    title: {
      kk: 'Келісімнің 2.25-тармағы (бес күндік жұмыс аптасы)',
      ru: 'Пункт 2.25 Соглашения (пятидневная рабочая неделя)',
      en: 'Clause 2.25 of the agreement (five-day working week)',
    },
    source: 'agreement',
  },
  'civil-code-terms': {
    title: {
      kk: 'Азаматтық кодекс (Жалпы бөлім), мерзімдер туралы тарау: жұмыс істемейтін күні аяқталатын мерзім',
      ru: 'Гражданский кодекс (Общая часть), глава о сроках: окончание срока в нерабочий день',
      en: 'Civil Code (General Part), chapter on terms: a term that ends on a day off',
    },
    source: 'https://adilet.zan.kz/rus/docs/K940001000_',
    interpretation: true,
  },
} as const satisfies Record<string, Act>;

export type ActId = keyof typeof acts;
