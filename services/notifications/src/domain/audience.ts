import { disputeFacts, documentFacts, type FactContract, type FactData } from '@edo/contracts';
import type { TemplateName } from './templates.ts';

/** To which client a fact is told, by which template, with which words. */
export interface Telling {
  readonly clientId: string;
  readonly template: TemplateName;
  readonly words: Readonly<Record<string, string>>;
}

type Rule<F extends FactContract> = (data: FactData<F>) => Telling[];
const rule = <F extends FactContract>(contract: F, tellings: Rule<F>) => ({
  contract,
  tellings: tellings as Rule<FactContract>,
});

/** Every party is told of what happens to its documents and disputes (5.2.4, 5.3.6, 9.3). */
const rules = [
  rule(documentFacts.registered, ({ receiverClientId, incomingNumber, documentId }) => [
    {
      clientId: receiverClientId,
      template: 'document-delivered',
      words: { number: incomingNumber, documentId },
    },
  ]),
  rule(documentFacts.received, ({ senderClientId, registeredIndex, documentId }) => [
    {
      clientId: senderClientId,
      template: 'document-received',
      words: { index: String(registeredIndex), documentId },
    },
  ]),
  rule(documentFacts.refused, ({ senderClientId, code, documentId }) => [
    { clientId: senderClientId, template: 'document-refused', words: { code, documentId } },
  ]),
  rule(disputeFacts.opened, ({ openedByClientId, otherClientId, disputeId, documentId, answerDueAt }) =>
    [...new Set([openedByClientId, otherClientId])].map((clientId) => ({
      clientId,
      template: 'dispute-opened',
      words: { disputeId, documentId, dueAt: astanaTime(answerDueAt) },
    })),
  ),
  rule(disputeFacts.examined, ({ openedByClientId, otherClientId, disputeId }) =>
    [...new Set([openedByClientId, otherClientId])].map((clientId) => ({
      clientId,
      template: 'dispute-examined',
      words: { disputeId },
    })),
  ),
];

export const heardFacts: readonly FactContract[] = rules.map(({ contract }) => contract);

export function tellingsOf(type: string, data: Record<string, unknown>): Telling[] {
  return rules.filter(({ contract }) => contract.type === type).flatMap(({ tellings }) => tellings(data));
}

/** An instant as people in Kazakhstan read it: `25.11.2026, 18:00 (Астана)`. */
const astanaTime = (instant: string) =>
  `${new Intl.DateTimeFormat('ru', { timeZone: 'Asia/Almaty', dateStyle: 'short', timeStyle: 'short' }).format(new Date(instant))} (Астана)`;
