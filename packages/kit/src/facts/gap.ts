import type { journal, Result } from '@edo/contracts';
import { type EffectDeps, settle } from './effect.ts';
import { FactError } from './fact-error.ts';
import { headOf } from './hearing.ts';

/** `journal.entries`, bound by whoever starts the service; it may give fewer than asked for. */
export type ReadEntries = (from: number, count: number) => Promise<Result<typeof journal.actions.entries>>;

/** So many of the largest facts fit in one NATS message. */
const PAGE = 40;

/** Settles, in order, what the journal holds after the position up to and with `last`. @throws FactError ENTRIES_MISSING */
export async function settleFromJournal(
  last: number,
  types: readonly string[],
  deps: EffectDeps & { readonly readEntries: ReadEntries },
  stop: AbortSignal,
): Promise<void> {
  const { hearing, inbox, log, readEntries } = deps;
  let from = (await inbox.position()) + 1;
  if (from <= last)
    log.info({ consumer: hearing.durable, from, last }, 'the stream does not reach back: reads the journal');
  while (from <= last) {
    stop.throwIfAborted();
    const { entries } = await readEntries(from, Math.min(PAGE, last - from + 1));
    if (entries.length === 0 || entries.some(({ index }, at) => index !== from + at))
      throw new FactError(
        'ENTRIES_MISSING',
        `the journal gave no entry ${from}, which the stream says it has`,
      );
    for (const { index, bytes, recordedAt } of entries) {
      const entry = { index, bytes: Buffer.from(bytes, 'base64'), recordedAt, trace: null };
      const { type } = headOf(entry);
      if (types.includes(type) || type === 'unreadable') await settle(entry, deps, stop);
    }
    from += entries.length;
    await inbox.advance(from - 1);
  }
}
