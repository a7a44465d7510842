import type { PersonalData } from '@edo/kit';
import { type Connection, Schema } from 'mongoose';
import type { Client } from '../domain/client.ts';
import { refuseTwin } from './refuse-twin.ts';

interface Row {
  readonly _id: string;
  readonly version: number;
  readonly kind: Client['kind'];
  readonly joinedAt: string;
  /** Blind index of the ИИН or БИН. */
  readonly number: string;
  readonly sealed: string;
}
type Sealed = Pick<Client, 'name' | 'iin' | 'bin' | 'acceptance' | 'salt'>;

export interface ClientStore {
  /** @throws Refusal ALREADY_EXISTS when the number belongs to a client already */
  add(client: Client): Promise<void>;
  byId(clientId: string): Promise<Client | null>;
  /** By ИИН or БИН. */
  byNumber(number: string): Promise<Client | null>;
}

export function clientStore(connection: Connection, personal: PersonalData): ClientStore {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      kind: { type: String, required: true },
      joinedAt: { type: String, required: true },
      number: { type: String, required: true },
      sealed: { type: String, required: true },
    },
    { versionKey: false },
  );
  schema.index({ number: 1 }, { unique: true });
  const Rows = connection.model<Row>('client', schema, 'clients');
  const read = (row: Row | null): Client | null => {
    if (!row) return null;
    const { _id: clientId, version, kind, joinedAt, sealed } = row;
    return { clientId, version, kind, joinedAt, ...(personal.open(sealed, `clients:${clientId}`) as Sealed) };
  };
  return {
    async add({ clientId, version, kind, joinedAt, ...sealed }) {
      const row: Row = {
        _id: clientId,
        version,
        kind,
        joinedAt,
        number: personal.index('number', sealed.iin ?? sealed.bin ?? ''),
        sealed: personal.seal(sealed satisfies Sealed, `clients:${clientId}`),
      };
      await refuseTwin('a client with this ИИН or БИН', () => Rows.create([row]));
    },
    byId: async (clientId) => read(await Rows.findById(clientId).lean()),
    byNumber: async (number) => read(await Rows.findOne({ number: personal.index('number', number) }).lean()),
  };
}
