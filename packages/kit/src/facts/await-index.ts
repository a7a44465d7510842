import type { Bell } from './bell.ts';
import type { Outbox } from './outbox.ts';

/** Another copy of the service may have handed the fact over: then only the outbox tells. */
const LOOK_AGAIN_MILLIS = 100;

/** The index of a fact as soon as it has one; null when it has none in time or the journal refused it. */
export async function awaitIndex(
  factId: string,
  waitMillis: number,
  outbox: Pick<Outbox, 'find'>,
  settled: Bell,
): Promise<number | null> {
  const until = Date.now() + waitMillis;
  for (;;) {
    const row = await outbox.find(factId);
    const left = until - Date.now();
    if (row?.state !== 'open' || left <= 0) return row?.index ?? null;
    await settled.wait(Math.min(left, LOOK_AGAIN_MILLIS));
  }
}
