import type { DeadlineRuleId } from './rules.ts';
import type { Text } from './texts.ts';

const discovery = {
  kk: 'мән-жайлардың анықталуы',
  ru: 'обнаружение обстоятельств',
  en: 'discovery of the circumstances',
};

/** What each rule is called, and the event that its term is counted from (or back from). */
// biome-ignore format: a row reads as a row
export const ruleTexts: Readonly<Record<DeadlineRuleId, { title: Text; event: Text }>> = {
  'client-conflict-notice': {
    title: { kk: 'Клиенттің дау-жанжал жағдайы туралы хабарламасы', ru: 'Уведомление клиента о конфликтной ситуации', en: 'The client’s notice of a conflict' },
    event: discovery,
  },
  'operator-conflict-notice': {
    title: { kk: 'Оператордың дау-жанжал жағдайы туралы хабарламасы', ru: 'Уведомление оператора о конфликтной ситуации', en: 'The operator’s notice of a conflict' },
    event: discovery,
  },
  'conflict-answer': {
    title: { kk: 'Дау-жанжал жағдайы туралы хабарламаға жауап', ru: 'Ответ на уведомление о конфликтной ситуации', en: 'The answer to the notice of a conflict' },
    event: { kk: 'хабарламаны алу', ru: 'получение уведомления', en: 'receipt of the notice' },
  },
  'conflict-silence': {
    title: { kk: 'Тексеру нәтижелеріне қарсылық білдіру', ru: 'Возражение на результаты проверки', en: 'Objection to the results' },
    event: { kk: 'тексеру нәтижелерін жіберу', ru: 'направление результатов проверки', en: 'sending of the results' },
  },
  'change-disclosure': {
    title: { kk: 'Келісімнің өзгерістерін алдын ала ашып көрсету', ru: 'Предварительное раскрытие изменений соглашения', en: 'Disclosure of changes of the agreement' },
    event: { kk: 'өзгерістердің күшіне енуі', ru: 'вступление изменений в силу', en: 'the changes taking effect' },
  },
  'termination-by-operator': {
    title: { kk: 'Келісімді оператордың бастамасымен бұзу', ru: 'Расторжение соглашения по инициативе оператора', en: 'End of the agreement on the operator’s notice' },
    event: { kk: 'оператордың хабарламаны жіберуі', ru: 'направление уведомления оператором', en: 'sending of the operator’s notice' },
  },
  'termination-by-client': {
    title: { kk: 'Келісімді клиенттің бастамасымен бұзу', ru: 'Расторжение соглашения по инициативе клиента', en: 'End of the agreement on the client’s notice' },
    event: { kk: 'оператордың хабарламаны алуы', ru: 'получение уведомления оператором', en: 'receipt of the notice by the operator' },
  },
  'force-majeure-onset': {
    title: { kk: 'Еңсерілмейтін күштің басталуы туралы хабарлама', ru: 'Уведомление о наступлении непреодолимой силы', en: 'Notice of the onset of force majeure' },
    event: { kk: 'еңсерілмейтін күш мән-жайларының басталуы', ru: 'наступление обстоятельств непреодолимой силы', en: 'onset of force majeure' },
  },
  'force-majeure-end': {
    title: { kk: 'Еңсерілмейтін күштің тоқтауы туралы хабарлама', ru: 'Уведомление о прекращении непреодолимой силы', en: 'Notice of the end of force majeure' },
    event: { kk: 'еңсерілмейтін күш мән-жайларының тоқтауы', ru: 'прекращение обстоятельств непреодолимой силы', en: 'end of force majeure' },
  },
  'incident-notice': {
    title: { kk: 'Клиенттерге төтенше жағдай туралы хабарлау', ru: 'Извещение клиентов о чрезвычайной ситуации', en: 'Informing clients of an emergency' },
    event: { kk: 'төтенше мән-жайлардың туындауы', ru: 'возникновение чрезвычайных обстоятельств', en: 'the emergency arising' },
  },
  'key-compromise-reaction': {
    title: { kk: 'Кілттің жария болуына әрекет ету', ru: 'Реагирование на компрометацию ключа', en: 'Reaction to key compromise' },
    event: { kk: 'кілттің жария болуы туралы хабарламаны алу', ru: 'получение уведомления о компрометации ключа', en: 'receipt of the notice of key compromise' },
  },
  'certificate-expiry-notice': {
    title: { kk: 'Сертификаттың жаңасын алу туралы ескерту', ru: 'Напоминание о получении нового сертификата', en: 'Reminder to renew the certificate' },
    event: { kk: 'сертификат мерзімінің аяқталуы', ru: 'окончание срока действия сертификата', en: 'expiry of the certificate' },
  },
  'journal-retention': {
    title: { kk: 'Есепке алу деректерін сақтаудың ең аз мерзімі', ru: 'Наименьший срок хранения учётных данных', en: 'Least time that journals are kept' },
    event: { kk: 'журналға жазу', ru: 'запись в журнал', en: 'the entry in the journal' },
  },
  'document-retention': {
    title: { kk: 'Құжаттарды сақтаудың ең көп мерзімі', ru: 'Наибольший срок хранения документов', en: 'Longest time that documents are kept' },
    event: { kk: 'клиентті тіркеу', ru: 'регистрация клиента', en: 'registration of the client' },
  },
};
