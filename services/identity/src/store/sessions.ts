import { ttlSeconds } from '@edo/kit';
import { type Connection, Schema } from 'mongoose';
import type { Session } from '../domain/session.ts';

interface Row extends Omit<Session, 'sessionId' | 'expiresAt'> {
  readonly _id: string;
  readonly expiresAt: Date;
}

/** Ended sessions are kept so long, to answer who was signed in when. */
const KEEP_SECONDS = 90 * 24 * 3600;

export interface SessionStore {
  add(session: Session): Promise<void>;
  byTokenHash(tokenHash: string): Promise<Session | null>;
  end(sessionId: string, now: string): Promise<void>;
}

export function sessionStore(connection: Connection, clockOffset: number): SessionStore {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      userId: { type: String, required: true },
      tokenHash: { type: String, required: true },
      startedAt: { type: String, required: true },
      expiresAt: { type: Date, required: true },
      endedAt: { type: String, default: null },
    },
    { versionKey: false },
  );
  schema.index({ tokenHash: 1 }, { unique: true });
  schema.index({ expiresAt: 1 }, { expireAfterSeconds: ttlSeconds(KEEP_SECONDS, clockOffset) });
  const Rows = connection.model<Row>('session', schema, 'sessions');
  return {
    async add({ sessionId, expiresAt, ...rest }) {
      await Rows.create([{ _id: sessionId, ...rest, expiresAt: new Date(expiresAt) }]);
    },
    async byTokenHash(tokenHash) {
      const row = await Rows.findOne({ tokenHash }).lean();
      if (!row) return null;
      const { _id: sessionId, expiresAt, ...rest } = row;
      return { ...rest, sessionId, expiresAt: expiresAt.toISOString() };
    },
    end: async (sessionId, now) =>
      void (await Rows.updateOne({ _id: sessionId, endedAt: null }, { endedAt: now })),
  };
}
