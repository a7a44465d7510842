import { isDuplicateKey, ttlSeconds } from '@edo/kit';
import mongoose, { type Connection, Schema } from 'mongoose';
import { FORGET_MILLIS, LOCK_MILLIS } from '../domain/login-lock.ts';

interface Row {
  readonly _id: string;
  readonly wrong: number;
  readonly lockedUntil: Date;
  readonly forgetAt: Date;
}

/** Counts tries of a login before its password is looked at, so that many at once count as many. */
export interface LoginGuard {
  /** Counts a try; null where it may go on, otherwise when the lock ends (ms). `login` is a blind index. */
  begin(login: string, now: number): Promise<number | null>;
  /** The password was right: wrong ones are forgotten. */
  succeed(login: string): Promise<void>;
}

export function loginGuard(connection: Connection, clockOffset: number): LoginGuard {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      wrong: { type: Number, required: true },
      lockedUntil: { type: Date, required: true },
      forgetAt: { type: Date, required: true },
    },
    { versionKey: false },
  );
  schema.index({ forgetAt: 1 }, { expireAfterSeconds: ttlSeconds(0, clockOffset) });
  const Rows = connection.model<Row>('loginTry', schema, 'login_tries');
  return {
    async begin(login, now) {
      const open = { lockedUntil: mongoose.trusted({ $lte: new Date(now) }) };
      for (;;) {
        try {
          await Rows.updateOne({ _id: login, ...open }, countTry(now), {
            upsert: true,
            updatePipeline: true,
          });
          return null;
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          const lockedUntil = (await Rows.findById(login).lean())?.lockedUntil.getTime() ?? now;
          if (lockedUntil > now) return lockedUntil; // else a twin had just made the row: count again
        }
      }
    },
    succeed: async (login) => void (await Rows.deleteOne({ _id: login })),
  };
}

/** One more wrong try, and the lock that the table names for it, in one atomic step. */
function countTry(now: number) {
  const last = LOCK_MILLIS.length - 1;
  const lock = { $arrayElemAt: [LOCK_MILLIS, { $min: ['$wrong', last] }] };
  return [
    {
      $set: {
        wrong: {
          $cond: [{ $lte: ['$forgetAt', new Date(now)] }, 1, { $add: [{ $ifNull: ['$wrong', 0] }, 1] }],
        },
        forgetAt: new Date(now + FORGET_MILLIS),
      },
    },
    { $set: { lockedUntil: { $add: [new Date(now), lock] } } },
  ];
}
