import { type documents, Refusal } from '@edo/contracts';
import type { Request } from '@edo/kit';
import { sideOf } from './domain/document.ts';
import type { Deps } from './processing.ts';

/** A page of a client's register; the cursor is the number of the last line, `<year>.<count>` (5.3.7, 5.3.8). */
export async function registerPage(
  { params, actor }: Request<typeof documents.actions.register>,
  { store }: Pick<Deps, 'store'>,
) {
  const { direction, after, limit } = params;
  const rows = await store.register(
    actor.clientId,
    direction,
    after === undefined ? null : readCursor(after),
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const documents = new Map(
    (await store.find(shown.map(({ documentId }) => documentId))).map((document) => [
      document.documentId,
      document,
    ]),
  );
  const items = shown.flatMap(({ number, documentId }) => {
    const document = documents.get(documentId);
    const registeredAt = document?.registration?.registeredAt;
    // its fact is not in the journal yet: it is not registered, whatever its number (5.2.3.3)
    if (!document || !registeredAt || !sideOf(document, actor.clientId)) return [];
    const { kind, title, senderClientId, receiverClientId } = document;
    const counterpartyClientId = direction === 'outgoing' ? receiverClientId : senderClientId;
    return [{ number, documentId, kind, title, counterpartyClientId, registeredAt }];
  });
  return { items, next: rows.length > limit && last ? `${last.year}.${last.count}` : null };
}

function readCursor(text: string): { year: number; count: number } {
  const [, year, count] = text.match(/^(\d{4})\.(\d{1,12})$/) ?? [];
  if (!year || !count)
    throw new Refusal('PARAMS_INVALID', 'after: not a cursor that this list gave', {
      issues: [{ path: ['after'], code: 'custom', message: 'not a cursor that this list gave' }],
    });
  return { year: Number(year), count: Number(count) };
}
