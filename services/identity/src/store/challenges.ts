import { ttlSeconds } from '@edo/kit';
import mongoose, { type Connection, Schema } from 'mongoose';
import { type Challenge, CODE_TRIES } from '../domain/one-time-code.ts';

interface Row extends Omit<Challenge, 'challengeId' | 'expiresAt'> {
  readonly _id: string;
  readonly expiresAt: Date;
  readonly tries: number;
  readonly used: boolean;
}

export interface ChallengeStore {
  add(challenge: Challenge): Promise<void>;
  /** Counts one guess, atomically, and gives the challenge; null where it has ended, was used, or has no guess left. */
  takeTry(challengeId: string, now: number): Promise<Challenge | null>;
  /** Uses the challenge up; false where another request was first. */
  use(challengeId: string): Promise<boolean>;
}

export function challengeStore(connection: Connection, clockOffset: number): ChallengeStore {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      userId: { type: String, required: true },
      channel: { type: String, required: true },
      codeHash: { type: String, required: true },
      expiresAt: { type: Date, required: true },
      tries: { type: Number, required: true },
      used: { type: Boolean, required: true },
    },
    { versionKey: false },
  );
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: ttlSeconds(3600, clockOffset) });
  const Rows = connection.model<Row>('challenge', schema, 'challenges');
  return {
    async add({ challengeId, expiresAt, ...rest }) {
      const row = { _id: challengeId, ...rest, expiresAt: new Date(expiresAt), tries: 0, used: false };
      await Rows.create([row]);
    },
    async takeTry(challengeId, now) {
      const open = {
        expiresAt: mongoose.trusted({ $gt: new Date(now) }),
        tries: mongoose.trusted({ $lt: CODE_TRIES }),
      };
      const row = await Rows.findOneAndUpdate(
        { _id: challengeId, used: false, ...open },
        { $inc: { tries: 1 } },
      ).lean();
      if (!row) return null;
      const { userId, channel, codeHash, expiresAt } = row;
      return { challengeId, userId, channel, codeHash, expiresAt: expiresAt.toISOString() };
    },
    async use(challengeId) {
      const { modifiedCount } = await Rows.updateOne({ _id: challengeId, used: false }, { used: true });
      return modifiedCount === 1;
    },
  };
}
