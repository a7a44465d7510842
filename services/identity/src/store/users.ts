import type { PersonalData } from '@edo/kit';
import { type Connection, Schema } from 'mongoose';
import type { ClientUser, User } from '../domain/user.ts';
import { refuseTwin } from './refuse-twin.ts';

interface Row {
  readonly _id: string;
  readonly version: number;
  /** null: the operator's staff. */
  readonly clientId: string | null;
  /** Blind index of the e-mail. */
  readonly login: string;
  readonly locale: User['locale'];
  readonly passwordHash: string;
  readonly addedAt: string;
  readonly sealed: string;
}
type Sealed = Pick<User, 'fullName' | 'iin' | 'position' | 'email' | 'phone' | 'salt'>;

export interface UserStore {
  /** @throws Refusal ALREADY_EXISTS when the e-mail is a login already */
  add(user: User): Promise<void>;
  byId(userId: string): Promise<User | null>;
  byLogin(email: string): Promise<User | null>;
  ofClient(clientId: string): Promise<ClientUser[]>;
  hasOperator(): Promise<boolean>;
}

export function userStore(connection: Connection, personal: PersonalData): UserStore {
  const Rows = userModel(connection);
  const read = ({ _id: userId, login: _, sealed, ...plain }: Row): User => ({
    ...plain,
    userId,
    ...(personal.open(sealed, `users:${userId}`) as Sealed),
  });
  const one = (row: Row | null) => (row ? read(row) : null);
  return {
    async add({ userId, version, clientId, locale, passwordHash, addedAt, ...sealed }) {
      const login = personal.index('login', sealed.email);
      const sealedText = personal.seal(sealed satisfies Sealed, `users:${userId}`);
      const plain = { version, clientId, locale, passwordHash, addedAt };
      await refuseTwin('a user with this e-mail', () =>
        Rows.create([{ _id: userId, ...plain, login, sealed: sealedText }]),
      );
    },
    byId: async (userId) => one(await Rows.findById(userId).lean()),
    byLogin: async (email) => one(await Rows.findOne({ login: personal.index('login', email) }).lean()),
    async ofClient(clientId) {
      const rows = await Rows.find({ clientId }).sort({ _id: 1 }).lean();
      return rows.map((row) => ({ ...read(row), clientId }));
    },
    hasOperator: async () => (await Rows.exists({ clientId: null })) !== null,
  };
}

function userModel(connection: Connection) {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      clientId: { type: String, default: null },
      login: { type: String, required: true },
      locale: { type: String, required: true },
      passwordHash: { type: String, required: true },
      addedAt: { type: String, required: true },
      sealed: { type: String, required: true },
    },
    { versionKey: false },
  );
  schema.index({ login: 1 }, { unique: true });
  schema.index({ clientId: 1 });
  return connection.model<Row>('user', schema, 'users');
}
