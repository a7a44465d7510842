import type { Binary } from 'mongodb';
import { type Connection, type Model, Schema, type SchemaDefinition } from 'mongoose';

/** One fact that this service tells. `open`: not yet registered; `dead`: refused by the journal; `closed`: registered. */
export interface OutboxRow {
  readonly _id: string;
  readonly type: string;
  readonly aggregate: { readonly type: string; readonly id: string };
  readonly version: number;
  /** The bytes that are hashed; never edited. */
  readonly bytes: Binary;
  readonly at: string;
  /** W3C traceparent of the request in which it happened. */
  readonly trace: string | null;
  readonly state: 'open' | 'closed' | 'dead';
  readonly index: number | null;
  readonly recordedAt: string | null;
  /** How often it was handed over without an answer. */
  readonly attempts: number;
}

/** A fact that had its effect in this service, once for each consumer; kept in the transaction of the effect. */
export interface InboxRow {
  readonly _id: string;
  readonly consumer: string;
  readonly factId: string;
  readonly index: number;
  readonly at: string;
}

/** How far a consumer has come: everything that it hears, up to and with journal entry `index`, is settled. */
export interface PositionRow {
  readonly _id: string;
  readonly index: number;
  /** All types that any copy of the service hears by this consumer. */
  readonly types: string[];
  readonly failing: Failing | null;
  /** Counted up by each replay, so that replays and the consumer never overlap. */
  readonly replays: number;
}

/** The fact that a consumer is trying again. */
export interface Failing {
  readonly factId: string;
  readonly tries: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** A fact that could not take effect (`dead`), that waits behind one of its aggregate (`waiting`), or that was replayed. */
export interface DeadLetter {
  readonly _id: string;
  /** Durable name of the consumer, or `outbox` for a fact of this service that the journal refused. */
  readonly consumer: string;
  readonly factId: string;
  readonly type: string;
  readonly aggregate: { readonly type: string; readonly id: string };
  readonly version: number;
  readonly index: number | null;
  readonly bytes: Binary;
  readonly recordedAt: string | null;
  readonly trace: string | null;
  readonly state: 'dead' | 'waiting' | 'replayed';
  readonly reason: { readonly code: string; readonly message: string };
  readonly tries: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly replays: number;
}

export const letterId = (consumer: string, factId: string) => `${consumer}:${factId}`;

const text = { type: String, required: true };
const optionalText = { type: String, default: null };
const count = { type: Number, required: true };
const optionalCount = { type: Number, default: null };
const bytes = { type: Buffer, required: true };
const plain = <T>(fields: SchemaDefinition<T>) => new Schema<T>(fields, { _id: false });
const aggregate = { type: plain({ type: { ...text }, id: text }), required: true };
const withoutVersion = { versionKey: false, minimize: false } as const;

const outboxSchema = new Schema<OutboxRow>(
  {
    _id: text,
    type: { ...text },
    aggregate,
    version: count,
    bytes,
    at: text,
    trace: optionalText,
    state: text,
    index: optionalCount,
    recordedAt: optionalText,
    attempts: { ...count, default: 0 },
  },
  withoutVersion,
);
outboxSchema.index({ 'aggregate.type': 1, 'aggregate.id': 1, version: 1 }, { unique: true });
outboxSchema.index(
  { 'aggregate.type': 1, 'aggregate.id': 1, version: 1, state: 1, at: 1, _id: 1 },
  { name: 'unsettled', partialFilterExpression: { state: { $in: ['open', 'dead'] } } },
);

const inboxSchema = new Schema<InboxRow>(
  { _id: text, consumer: text, factId: text, index: count, at: text },
  withoutVersion,
);

const failing = plain<Failing>({ factId: text, tries: count, firstAt: text, lastAt: text });
const positionSchema = new Schema<PositionRow>(
  {
    _id: text,
    index: count,
    types: [String],
    failing: { type: failing, default: null },
    replays: { ...count, default: 0 },
  },
  withoutVersion,
);

const letterSchema = new Schema<DeadLetter>(
  {
    _id: text,
    consumer: text,
    factId: text,
    type: { ...text },
    aggregate,
    version: count,
    index: optionalCount,
    bytes,
    recordedAt: optionalText,
    trace: optionalText,
    state: text,
    reason: { type: plain({ code: text, message: text }), required: true },
    tries: count,
    firstAt: text,
    lastAt: text,
    replays: { ...count, default: 0 },
  },
  withoutVersion,
);
letterSchema.index({ consumer: 1, 'aggregate.type': 1, 'aggregate.id': 1, index: 1 });

export interface FactModels {
  readonly outbox: Model<OutboxRow>;
  readonly inbox: Model<InboxRow>;
  readonly positions: Model<PositionRow>;
  readonly letters: Model<DeadLetter>;
}

/** The collections of the spine in a service's own database. */
export const factModels = (connection: Connection): FactModels => ({
  outbox: connection.model<OutboxRow>('outbox', outboxSchema, 'outbox'),
  inbox: connection.model<InboxRow>('inbox', inboxSchema, 'inbox'),
  positions: connection.model<PositionRow>('fact_position', positionSchema, 'fact_positions'),
  letters: connection.model<DeadLetter>('dead_letter', letterSchema, 'dead_letters'),
});
