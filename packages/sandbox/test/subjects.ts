import type { Subject } from '../src/index.ts';

/** Test identities of НУЦ РК's SDK. */
export const person: Subject = {
  commonName: 'ТЕСТОВ ТЕСТ',
  surname: 'ТЕСТОВ',
  patronymic: 'ТЕСТОВИЧ',
  iin: '123456789011',
};
export const head: Subject = { ...person, organization: 'АО "ТЕСТ"', bin: '123456789021' };
export const informationSystem: Subject = {
  commonName: 'ИС "Тест"',
  organization: 'АО "ТЕСТ"',
  bin: '123456789021',
};

/** A clock that stands still where it is put. */
export const clockAt = (time: string) => ({ millis: () => Date.parse(time) });
