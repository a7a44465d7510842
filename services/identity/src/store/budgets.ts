import { isDuplicateKey, ttlSeconds } from '@edo/kit';
import mongoose, { type Connection, Schema } from 'mongoose';

interface Row {
  readonly _id: string;
  readonly spent: number;
  readonly endsAt: Date;
}

/** What may be done so many times within a window of time: one-time codes cost money and patience. */
export interface BudgetStore {
  /** Spends one, atomically; null where there was one left, otherwise when the window ends (ms). */
  spend(name: string, limit: number, windowMillis: number, now: number): Promise<number | null>;
}

export function budgetStore(connection: Connection, clockOffset: number): BudgetStore {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      spent: { type: Number, required: true },
      endsAt: { type: Date, required: true },
    },
    { versionKey: false },
  );
  schema.index({ endsAt: 1 }, { expireAfterSeconds: ttlSeconds(60, clockOffset) });
  const Rows = connection.model<Row>('budget', schema, 'budgets');
  return {
    async spend(name, limit, windowMillis, now) {
      const window = Math.floor(now / windowMillis);
      const endsAt = (window + 1) * windowMillis;
      const _id = `${name}:${window}`;
      const left = { spent: mongoose.trusted({ $lt: limit }) };
      const add = { $inc: { spent: 1 }, $setOnInsert: { endsAt: new Date(endsAt) } };
      for (let tries = 0; ; tries++) {
        try {
          await Rows.updateOne({ _id, ...left }, add, { upsert: true });
          return null;
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          if (tries > 0) return endsAt; // the first may be a twin that has just opened the window
        }
      }
    },
  };
}
