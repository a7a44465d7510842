import type { Locale } from '@edo/contracts';
import type { z } from 'zod';

export type Language = z.infer<typeof Locale>;
export interface Text {
  readonly subject: string;
  readonly text: string;
}
type Words = Readonly<Record<string, string>>;
type Template = Readonly<Record<Language, (words: Words) => Text>>;

/** What people are told, in their own language (1.17). A message never repeats what the document says. */
export const templates = {
  'login-code': {
    kk: ({ code, minutes }) => ({
      subject: 'Растау коды',
      text: `Кіру коды: ${code}. ${minutes} минут жарамды. Кодты ешкімге айтпаңыз.`,
    }),
    ru: ({ code, minutes }) => ({
      subject: 'Код подтверждения',
      text: `Код для входа: ${code}. Действует ${minutes} мин. Никому его не сообщайте.`,
    }),
    en: ({ code, minutes }) => ({
      subject: 'Verification code',
      text: `Your sign-in code: ${code}. Valid for ${minutes} min. Tell it to nobody.`,
    }),
  },
  'document-delivered': {
    kk: ({ number, documentId }) => ({
      subject: `Кіріс құжат ${number}`,
      text: `Сізге электрондық құжат келді: ${number}. Құжаттың нөмірі: ${documentId}.`,
    }),
    ru: ({ number, documentId }) => ({
      subject: `Входящий документ ${number}`,
      text: `Вам поступил электронный документ ${number}. Идентификатор документа: ${documentId}.`,
    }),
    en: ({ number, documentId }) => ({
      subject: `Incoming document ${number}`,
      text: `An electronic document has come for you: ${number}. Document id: ${documentId}.`,
    }),
  },
  'document-received': {
    kk: ({ index, documentId }) => ({
      subject: 'Құжат қабылданды',
      text: `Құжатыңыз тіркелді және қабылданды: ${documentId}, журналдағы жазба ${index}. Түбіртек порталда.`,
    }),
    ru: ({ index, documentId }) => ({
      subject: 'Документ получен',
      text: `Ваш документ ${documentId} зарегистрирован и считается полученным, запись журнала ${index}. Квитанция доступна в системе.`,
    }),
    en: ({ index, documentId }) => ({
      subject: 'Document received',
      text: `Your document ${documentId} is registered and received, journal entry ${index}. The receipt is in the system.`,
    }),
  },
  'document-refused': {
    kk: ({ code, documentId }) => ({
      subject: 'Құжат қабылданбады',
      text: `Құжатыңыз ${documentId} алынбаған болып есептеледі. Себебі: ${code}.`,
    }),
    ru: ({ code, documentId }) => ({
      subject: 'Документ не принят',
      text: `Ваш документ ${documentId} считается не полученным. Причина: ${code}.`,
    }),
    en: ({ code, documentId }) => ({
      subject: 'Document not accepted',
      text: `Your document ${documentId} is considered not received. Reason: ${code}.`,
    }),
  },
  'dispute-opened': {
    kk: ({ disputeId, documentId, dueAt }) => ({
      subject: 'Дау туралы хабарлама',
      text: `${documentId} құжаты бойынша дау ашылды: ${disputeId}. Жауап мерзімі: ${dueAt}.`,
    }),
    ru: ({ disputeId, documentId, dueAt }) => ({
      subject: 'Уведомление о конфликтной ситуации',
      text: `По документу ${documentId} открыта конфликтная ситуация ${disputeId}. Срок ответа: ${dueAt}.`,
    }),
    en: ({ disputeId, documentId, dueAt }) => ({
      subject: 'Notice of a conflict',
      text: `A conflict ${disputeId} about document ${documentId} has been opened. The answer is due ${dueAt}.`,
    }),
  },
  'dispute-examined': {
    kk: ({ disputeId }) => ({
      subject: 'Дау бойынша қорытынды',
      text: `${disputeId} дауы бойынша платформаның қорытындысы дайын.`,
    }),
    ru: ({ disputeId }) => ({
      subject: 'Заключение по конфликтной ситуации',
      text: `Заключение платформы по конфликтной ситуации ${disputeId} готово.`,
    }),
    en: ({ disputeId }) => ({
      subject: 'Conclusion on the conflict',
      text: `The conclusion of the platform on conflict ${disputeId} is ready.`,
    }),
  },
} satisfies Record<string, Template>;

export type TemplateName = keyof typeof templates;

export const wordsOf = (name: TemplateName, language: Language, words: Words): Text =>
  templates[name][language](words);
