import type { PersonalData } from '@edo/kit';
import { type Connection, Schema } from 'mongoose';
import type { Authority } from '../domain/authority.ts';

interface Row extends Omit<Authority, 'authorityId' | 'basis' | 'salt'> {
  readonly _id: string;
  readonly sealed: string;
}
type Sealed = Pick<Authority, 'basis' | 'salt'>;

export interface AuthorityStore {
  add(authority: Authority): Promise<void>;
  /** Oldest first. */
  of(clientId: string, userId: string): Promise<Authority[]>;
}

export function authorityStore(connection: Connection, personal: PersonalData): AuthorityStore {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      clientId: { type: String, required: true },
      userId: { type: String, required: true },
      ground: { type: String, required: true },
      acts: { type: [String], required: true },
      validFrom: { type: String, required: true },
      validUntil: { type: String, default: null },
      grantedAt: { type: String, required: true },
      grantedBy: { type: String, required: true },
      sealed: { type: String, required: true },
    },
    { versionKey: false },
  );
  schema.index({ clientId: 1, userId: 1, _id: 1 });
  const Rows = connection.model<Row>('authority', schema, 'authorities');
  return {
    async add({ authorityId, basis, salt, ...plain }) {
      const sealed = personal.seal({ basis, salt } satisfies Sealed, `authorities:${authorityId}`);
      await Rows.create([{ _id: authorityId, ...plain, sealed }]);
    },
    async of(clientId, userId) {
      const rows = await Rows.find({ clientId, userId }).sort({ _id: 1 }).lean();
      return rows.map(({ _id: authorityId, sealed, ...plain }) => ({
        ...plain,
        authorityId,
        ...(personal.open(sealed, `authorities:${authorityId}`) as Sealed),
      }));
    },
  };
}
