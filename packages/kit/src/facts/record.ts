import type { AsyncLocalStorage } from 'node:async_hooks';
import { type FactContract, Refusal, type ServiceName } from '@edo/contracts';
import { SpanKind } from '@opentelemetry/api';
import { Binary, type ClientSession } from 'mongodb';
import type { Connection } from 'mongoose';
import { faultPoint } from '../fault-point.ts';
import { isDuplicateKey } from '../mongo.ts';
import { inSpan, traceHeaders } from '../telemetry.ts';
import { type NewFact, sealFact } from './envelope.ts';
import { FactError } from './fact-error.ts';
import type { FactModels } from './rows.ts';

/**
 * Keeps a fact in the outbox, inside the surrounding transaction; it exists if and only if that commits.
 * @throws FactError OUTSIDE_TRANSACTION, DATA_INVALID, TOO_LARGE; Refusal CHANGED_MEANWHILE when another fact already
 * tells of this version of the aggregate
 */
export type RecordFact = <F extends FactContract>(
  contract: F,
  fact: NewFact<F>,
) => Promise<{ factId: string }>;

interface Deps {
  readonly connection: Connection;
  readonly source: ServiceName;
  readonly newId: () => string;
  readonly models: FactModels;
  /** Called when a transaction that recorded a fact has ended. */
  readonly hint: () => void;
}

export function recordOn({ connection, source, newId, models: { outbox }, hint }: Deps): RecordFact {
  const hinted = new WeakSet<ClientSession>();
  const hintAtEnd = (session: ClientSession) => {
    if (hinted.has(session)) return;
    hinted.add(session);
    session.once('ended', () => {
      faultPoint('record.afterCommit');
      hint();
    });
  };
  return (contract, fact) =>
    inSpan(`fact ${contract.type}`, SpanKind.PRODUCER, async () => {
      const { aggregateId, version, at } = fact;
      const session = sessionOf(connection);
      if (!session?.inTransaction())
        throw new FactError(
          'OUTSIDE_TRANSACTION',
          `${contract.type} of ${aggregateId}: facts are recorded inside the transaction of the state they tell of`,
        );
      const factId = newId();
      const bytes = new Binary(sealFact(contract, factId, source, fact));
      const { type, aggregate } = contract;
      const trace = traceHeaders()['traceparent'] ?? null;
      const row = {
        _id: factId,
        type,
        aggregate: { type: aggregate, id: aggregateId },
        version,
        bytes,
        at,
        trace,
      };
      await outbox
        .create([{ ...row, state: 'open', index: null, recordedAt: null, attempts: 0 }])
        .catch((error) => {
          throw isDuplicateKey(error) ? alreadyTold(row.aggregate, version, error) : error;
        });
      hintAtEnd(session);
      faultPoint('record.beforeCommit');
      return { factId };
    });
}

const alreadyTold = ({ type, id }: { type: string; id: string }, version: number, cause: unknown) =>
  new Refusal(
    'CHANGED_MEANWHILE',
    `${type} ${id} already has a version ${version}`,
    { id, version },
    { cause },
  );

/** The session of the transaction around the caller; mongoose keeps it in a storage that its types do not name. */
function sessionOf(connection: Connection): ClientSession | undefined {
  const { base } = connection as unknown as {
    base: { transactionAsyncLocalStorage?: AsyncLocalStorage<{ session: ClientSession }> };
  };
  return base.transactionAsyncLocalStorage?.getStore()?.session;
}
