import { type Connection, Schema } from 'mongoose';

/** A bundle that was made; `requestSha256` is of everything that was asked, so that the same question has one answer. */
export interface KeptBundle {
  readonly requestSha256: string;
  readonly documentId: string;
  readonly objectId: string;
  readonly size: number;
  readonly sha256: string;
  readonly manifestSha256: string;
  readonly madeAt: string;
}

export interface BundleStore {
  find(requestSha256: string): Promise<KeptBundle | null>;
  /** Inside the surrounding transaction; a duplicate key when the same request was answered meanwhile. */
  add(bundle: KeptBundle): Promise<void>;
}

type Row = Omit<KeptBundle, 'requestSha256'> & { _id: string };

export function bundleStore(connection: Connection): BundleStore {
  const required = <T>(type: T) => ({ type, required: true });
  const schema = new Schema<Row>(
    {
      _id: required(String),
      documentId: required(String),
      objectId: required(String),
      size: required(Number),
      sha256: required(String),
      manifestSha256: required(String),
      madeAt: required(String),
    },
    { versionKey: false },
  );
  const Bundles = connection.model<Row>('bundle', schema, 'bundles');
  return {
    async find(requestSha256) {
      const row = await Bundles.findById(requestSha256).lean();
      if (!row) return null;
      const { _id, ...rest } = row;
      return { ...rest, requestSha256: _id };
    },
    async add({ requestSha256, ...bundle }) {
      await Bundles.create([{ ...bundle, _id: requestSha256 }]);
    },
  };
}
