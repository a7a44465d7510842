import type { Locale, RefusalCode } from '@edo/contracts';
import type { z } from 'zod';

/** Codes of problems: every refusal, and one for a defect of the platform. */
export type ProblemCode = RefusalCode | 'INTERNAL_ERROR';

/** What a person reads; the detail beside it says what was wrong in this very request. */
// prettier-ignore
export const titles: Readonly<Record<ProblemCode, Readonly<Record<z.infer<typeof Locale>, string>>>> = {
  PARAMS_INVALID: {
    kk: 'Сұраудағы деректер қате',
    ru: 'Неверные данные запроса',
    en: 'The request is wrong',
  },
  NOT_SIGNED_IN: { kk: 'Жүйеге кіру қажет', ru: 'Требуется вход в систему', en: 'Sign in first' },
  LOGIN_FAILED: {
    kk: 'Электрондық пошта немесе құпиясөз қате',
    ru: 'Неверная электронная почта или пароль',
    en: 'Wrong e-mail or password',
  },
  CODE_WRONG: { kk: 'Растау коды қате', ru: 'Неверный код подтверждения', en: 'Wrong verification code' },
  ACTOR_INVALID: {
    kk: 'Сеанс расталмады, қайта кіріңіз',
    ru: 'Сеанс не подтверждён, войдите снова',
    en: 'The session is not accepted, sign in again',
  },
  NOT_ALLOWED: { kk: 'Бұл әрекетке рұқсат жоқ', ru: 'Действие не разрешено', en: 'Not allowed' },
  CALLER_NOT_ALLOWED: {
    kk: 'Бұл қызметке рұқсат жоқ',
    ru: 'Сервису не разрешён этот вызов',
    en: 'This service may not ask that',
  },
  AUTHORITY_MISSING: { kk: 'Өкілеттік жоқ', ru: 'Нет полномочий', en: 'No authority' },
  ACCESS_SUSPENDED: {
    kk: 'Қолжетімділік тоқтатылған',
    ru: 'Доступ приостановлен',
    en: 'Access is suspended',
  },
  NOT_FOUND: { kk: 'Табылмады', ru: 'Не найдено', en: 'Not found' },
  ROUTE_NOT_FOUND: { kk: 'Мұндай мекенжай жоқ', ru: 'Такого адреса нет', en: 'No such address' },
  METHOD_NOT_ALLOWED: {
    kk: 'Бұл мекенжайда мұндай әдіс жоқ',
    ru: 'Метод не поддерживается этим адресом',
    en: 'This address does not take that method',
  },
  CHANGED_MEANWHILE: {
    kk: 'Деректер осы уақытта өзгерді, қайталаңыз',
    ru: 'Данные успели измениться, повторите',
    en: 'It has changed meanwhile, try again',
  },
  STEP_FORBIDDEN: {
    kk: 'Бұл қадам қазіргі күйде мүмкін емес',
    ru: 'Шаг невозможен в текущем состоянии',
    en: 'This step is not possible now',
  },
  ALREADY_EXISTS: { kk: 'Мұндай жазба бар', ru: 'Такая запись уже есть', en: 'It exists already' },
  COMMAND_RUNNING: {
    kk: 'Бұл команда орындалуда',
    ru: 'Эта команда уже выполняется',
    en: 'This command is running',
  },
  OBJECT_NOT_READY: { kk: 'Файл әлі дайын емес', ru: 'Файл ещё не готов', en: 'The file is not ready yet' },
  CHALLENGE_ENDED: {
    kk: 'Кодтың мерзімі өтті, қайта бастаңыз',
    ru: 'Код больше не действует, начните снова',
    en: 'The code has ended, begin again',
  },
  OBJECT_DESTROYED: { kk: 'Файл жойылған', ru: 'Файл уничтожен', en: 'The file was destroyed' },
  OBJECT_TOO_LARGE: { kk: 'Файл тым үлкен', ru: 'Файл слишком велик', en: 'The file is too large' },
  REQUEST_TOO_LARGE: { kk: 'Сұрау тым үлкен', ru: 'Запрос слишком велик', en: 'The request is too large' },
  FORMAT_NOT_ACCEPTED: {
    kk: 'Пішім қабылданбайды',
    ru: 'Формат не принимается',
    en: 'The format is not accepted',
  },
  COMMAND_REUSED: {
    kk: 'Бұл Idempotency-Key басқа сұрауда қолданылған',
    ru: 'Этот Idempotency-Key уже использован для другого запроса',
    en: 'This Idempotency-Key was used for another request',
  },
  SIGNATURE_NOT_VALID: {
    kk: 'Қолтаңба жарамсыз',
    ru: 'Подпись недействительна',
    en: 'The signature is not valid',
  },
  CERTIFICATE_NOT_ACCEPTED: {
    kk: 'Сертификат қабылданбайды',
    ru: 'Сертификат не принимается',
    en: 'The certificate is not accepted',
  },
  IDENTITY_MISMATCH: {
    kk: 'ЖСН немесе БСН тіркелгенге сәйкес келмейді',
    ru: 'ИИН или БИН не совпадает с зарегистрированным',
    en: 'ИИН or БИН is not the one registered',
  },
  FACT_MALFORMED: { kk: 'Факт жазбасы қате', ru: 'Запись факта неверна', en: 'The fact is malformed' },
  CHECK_DIGIT_WRONG: {
    kk: 'ЖСН немесе БСН бақылау саны қате',
    ru: 'Неверная контрольная цифра ИИН или БИН',
    en: 'The check digit of ИИН or БИН is wrong',
  },
  TOO_MANY_REQUESTS: { kk: 'Сұраулар тым көп', ru: 'Слишком много запросов', en: 'Too many requests' },
  NOT_LEADING: {
    kk: 'Қызмет ауысуда, кейінірек қайталаңыз',
    ru: 'Сервис переключается, повторите позже',
    en: 'The service is switching over, try again later',
  },
  AUTHORITY_UNAVAILABLE: {
    kk: 'ҚР ҰКО жауап бермейді, кейінірек қайталаңыз',
    ru: 'НУЦ РК не отвечает, повторите позже',
    en: 'НУЦ РК does not answer, try again later',
  },
  JOURNAL_BEHIND: {
    kk: 'Журнал кешігуде, кейінірек қайталаңыз',
    ru: 'Журнал отстаёт, повторите позже',
    en: 'The journal is behind, try again later',
  },
  CLOCK_BEHIND: {
    kk: 'Қызмет сағаты кешігуде',
    ru: 'Часы сервиса отстают',
    en: 'The clock of the service is behind',
  },
  SERVICE_UNAVAILABLE: {
    kk: 'Қызмет уақытша қолжетімсіз',
    ru: 'Сервис временно недоступен',
    en: 'The service is not available for now',
  },
  INTERNAL_ERROR: {
    kk: 'Ішкі қате',
    ru: 'Внутренняя ошибка',
    en: 'Internal error',
  },
};
