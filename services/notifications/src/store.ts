import { claimDue, type Due, due, dueFields, indexDue, type PersonalData } from '@edo/kit';
import mongoose, { type Connection, Schema } from 'mongoose';
import type { Message } from './domain/message.ts';

const CLAIM_MILLIS = 30_000;

interface Row extends Due {
  readonly _id: string;
  readonly version: number;
  readonly status: string;
  readonly clientId: string | null;
  readonly message: Omit<Message, 'address' | 'subject' | 'text'>;
  /** Address, subject and text, sealed (5.3.15). */
  readonly sealed: string;
}

export interface MessageStore {
  /** Adds a message; false when it is there already. */
  insert(message: Message, dueAt: Date): Promise<boolean>;
  get(messageId: string): Promise<Message | null>;
  /** Writes only over the version that was read; false when another copy was faster. */
  save(message: Message): Promise<boolean>;
  /** Counts a failed try and says when the next one is due. */
  postpone(message: Message, dueAt: Date): Promise<void>;
  /** A queued message that is due, claimed for half a minute. */
  claim(now: number, messageId?: string): Promise<{ id: string; work: Message; trace: string | null } | null>;
  ofClient(clientId: string, after: string | undefined, limit: number): Promise<Message[]>;
}

const required = { type: String, required: true } as const;

export function messageStore(connection: Connection, personalData: PersonalData): MessageStore {
  const schema = new Schema<Row>(
    {
      _id: required,
      version: { type: Number, required: true },
      status: required,
      clientId: { type: String, default: null },
      ...dueFields,
      message: { type: Schema.Types.Mixed, required: true },
      sealed: required,
    },
    { versionKey: false, minimize: false },
  );
  indexDue(schema);
  schema.index({ clientId: 1, _id: 1 });
  const Messages = connection.model<Row>('message', schema, 'messages');

  const open = ({ _id, message, sealed }: Row): Message => ({
    ...message,
    ...(personalData.open(sealed, `messages:${_id}`) as Pick<Message, 'address' | 'subject' | 'text'>),
  });
  const rowOf = (whole: Message, dueAt: Date | null): Row => {
    const { address, subject, text, ...message } = whole;
    const { messageId: _id, version, status, clientId } = message;
    return {
      _id,
      version,
      status,
      clientId,
      ...due(dueAt),
      message,
      sealed: personalData.seal({ address, subject, text }, `messages:${_id}`),
    };
  };
  return {
    async insert(message, dueAt) {
      const { _id, ...row } = rowOf(message, dueAt);
      const { upsertedCount } = await Messages.updateOne({ _id }, { $setOnInsert: row }, { upsert: true });
      return upsertedCount === 1;
    },
    async get(messageId) {
      const row = await Messages.findById(messageId).lean();
      return row && open(row);
    },
    async save(message) {
      const { matchedCount } = await Messages.updateOne(
        { _id: message.messageId, version: message.version - 1 },
        { $set: rowOf(message, null) },
      );
      return matchedCount === 1;
    },
    async postpone({ messageId, tries }, dueAt) {
      await Messages.updateOne(
        { _id: messageId, status: 'queued' },
        { $set: { dueAt, 'message.tries': tries + 1 } },
      );
    },
    async claim(now, messageId) {
      const row = await claimDue(Messages, now, CLAIM_MILLIS, messageId);
      return row && { id: row._id, work: open(row), trace: row.trace };
    },
    async ofClient(clientId, after, limit) {
      const later = after === undefined ? {} : { _id: mongoose.trusted({ $gt: after }) };
      const rows = await Messages.find({ clientId, ...later })
        .sort({ _id: 1 })
        .limit(limit)
        .lean();
      return rows.map(open);
    },
  };
}
