import type { Scheduler } from 'fast-check';
import { type AppendPort, type OutboxPort, relayStep } from './relay-step.ts';

/** At an await: nothing, the answer is lost (the caller sees an error), or the relay's process ends there. */
export type Misfortune = 'none' | 'lost' | 'crash';

interface Row {
  readonly factId: string;
  readonly aggregate: number;
  readonly version: number;
  readonly poison: boolean;
  state: 'open' | 'closed' | 'dead';
  index: number | null;
}

const checkpoint = { size: 0, rootHash: '', note: '' };

/** An outbox, a journal and relays in memory; the scheduler decides who goes on at each await. */
export class World {
  readonly #scheduler: Scheduler;
  readonly #misfortunes: Misfortune[];
  readonly #rows: Row[] = [];
  readonly #journal: string[] = [];
  #cured = false;
  #writing = false;

  constructor(scheduler: Scheduler, misfortunes: readonly Misfortune[]) {
    this.#scheduler = scheduler;
    this.#misfortunes = [...misfortunes];
  }

  /** Commits facts one after the other; of an aggregate, version n+1 after version n. */
  async commit(facts: readonly { aggregate: number; poison: boolean }[]): Promise<void> {
    this.#writing = true;
    for (const [at, fact] of facts.entries()) {
      await this.#scheduler.schedule(Promise.resolve(), `commit ${at}`);
      const version = 1 + this.#rows.filter(({ aggregate }) => aggregate === fact.aggregate).length;
      this.#rows.push({ ...fact, factId: `fact-${at}`, version, state: 'open', index: null });
    }
    this.#writing = false;
  }

  /** Several relays step, die and start again until nothing is left that may go. */
  async relay(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#relayUntilDone()));
  }

  cure(): void {
    this.#cured = true;
    for (const row of this.#rows) if (row.state === 'dead') row.state = 'open';
  }

  /** Versions of each aggregate as they stand in the journal. */
  registered(): number[][] {
    const inOrder = this.#journal.map((id) => this.#rows.find(({ factId }) => factId === id)!);
    return this.#perAggregate(inOrder);
  }

  expectedBeforeCure(): number[][] {
    const blocked = (row: Row) =>
      this.#rows.some(
        (other) => other.poison && other.aggregate === row.aggregate && other.version <= row.version,
      );
    return this.#perAggregate(this.#rows.filter((row) => !blocked(row)));
  }

  expectedAfterCure = (): number[][] => this.#perAggregate(this.#rows);
  notedIndexes = () => this.#rows.map(({ index }) => index);
  journalIndexes = () => this.#rows.map(({ factId }) => this.#journal.indexOf(factId));

  #perAggregate(rows: readonly Row[]): number[][] {
    return [0, 1, 2, 3].map((id) =>
      rows.filter(({ aggregate }) => aggregate === id).map(({ version }) => version),
    );
  }

  #ready(): Row[] {
    const unsettled = this.#rows.filter(({ state }) => state !== 'closed');
    const isLowest = (row: Row) =>
      !unsettled.some((other) => other.aggregate === row.aggregate && other.version < row.version);
    return unsettled.filter((row) => row.state === 'open' && isLowest(row));
  }

  async #relayUntilDone(): Promise<void> {
    while (this.#writing || this.#ready().length > 0) {
      const { promise: died, resolve: die } = Promise.withResolvers<void>();
      const { outbox, append } = this.#ports(die);
      await Promise.race([relayStep(outbox, append).catch(() => {}), died]);
    }
  }

  /** Ports of one life of a relay. After a crash its calls never return. */
  #ports(die: () => void): { outbox: OutboxPort; append: AppendPort } {
    const pause = async () => {
      const befalls = this.#misfortunes.shift() ?? 'none';
      await this.#scheduler.schedule(Promise.resolve(), befalls);
      if (befalls === 'lost') throw new Error('no answer');
      if (befalls === 'crash') {
        die();
        await new Promise<never>(() => {});
      }
    };
    const around = async <T>(work: () => T): Promise<T> => {
      await pause();
      const done = work();
      await pause();
      return done;
    };
    const rowOf = (id: string) => this.#rows.find(({ factId }) => factId === id)!;
    return {
      outbox: {
        ready: (limit) =>
          around(() =>
            this.#ready()
              .slice(0, limit)
              .map(({ factId }) => ({ factId, bytes: new Uint8Array(1), trace: null })),
          ),
        close: (recorded) =>
          around(() => {
            for (const { factId, index } of recorded)
              Object.assign(rowOf(factId), { state: 'closed', index });
          }),
        bury: ({ factId }) =>
          around(() => {
            const row = rowOf(factId);
            if (row.state === 'open') row.state = 'dead';
          }),
        unanswered: () => around(() => {}),
      },
      append: (facts) =>
        around(() => ({ results: facts.map(({ factId }) => this.#append(rowOf(factId))), checkpoint })),
    };
  }

  /** The journal's promise: each fact once by its id, the same answer again. */
  #append({ factId, poison }: Row) {
    if (poison && !this.#cured)
      return { factId, outcome: 'refused' as const, code: 'POISON', message: 'refused' };
    const known = this.#journal.indexOf(factId);
    const index = known >= 0 ? known : this.#journal.push(factId) - 1;
    return { factId, outcome: 'recorded' as const, index, recordedAt: '2026-11-23T00:00:00.000Z' };
  }
}
