import { Refusal } from '@edo/contracts';
import { isDuplicateKey, type Transaction } from '@edo/kit';
import mongoose, { type Connection, Schema } from 'mongoose';
import type { StoredObject } from '../domain/stored-object.ts';

/** A hold forbids the destruction of its objects (disputes). */
export interface Hold {
  readonly holdId: string;
  readonly reference: string;
  readonly reason: string;
  readonly objectIds: readonly string[];
  readonly at: Date;
}

type ObjectRow = Omit<StoredObject, 'objectId'> & {
  _id: string;
  digests: { algorithm: string; digest: string }[];
};
type HoldRow = Omit<Hold, 'holdId'> & { _id: string };
/** An upload that has begun and is no object yet; `swept` once it may no longer become one. */
interface UploadRow {
  readonly _id: string;
  readonly at: Date;
  readonly swept: boolean;
}

/** What is known of stored objects; their bytes lie in the blob store. */
export interface ObjectStore {
  find(objectId: string): Promise<StoredObject | null>;
  /** Refuses NOT_FOUND with the first that is missing. */
  getAll(objectIds: readonly string[]): Promise<StoredObject[]>;
  beginUpload(blobId: string, at: Date): Promise<void>;
  /** Makes the upload an object, visible at once; false when one of this id is there already, or the upload was swept. */
  finishUpload(object: StoredObject): Promise<boolean>;
  forgetUpload(blobId: string): Promise<void>;
  /** Uploads begun before `before`: from now on none of them can become an object. */
  sweepUploads(before: Date): Promise<string[]>;
  /** Over the version that was read, inside the surrounding transaction. Refuses CHANGED_MEANWHILE. */
  save(object: StoredObject): Promise<void>;
  findHold(reference: string): Promise<Hold | null>;
  addHold(hold: Hold): Promise<void>;
  knownDigest(objectId: string, algorithm: string): Promise<string | null>;
  keepDigest(objectId: string, algorithm: string, digest: string): Promise<void>;
}

export function objectStore(connection: Connection, transaction: Transaction): ObjectStore {
  const { Objects, Holds, Uploads } = models(connection);
  const getAll: ObjectStore['getAll'] = async (objectIds) => {
    const rows = await Objects.find({ _id: mongoose.trusted({ $in: objectIds }) }).lean();
    const found = new Map(rows.map((row) => [row._id, toObject(row as ObjectRow)]));
    return objectIds.map((objectId) => {
      const object = found.get(objectId);
      if (!object) throw new Refusal('NOT_FOUND', `there is no object ${objectId}`, { objectId });
      return object;
    });
  };
  return {
    getAll,
    async find(objectId) {
      const row = await Objects.findById(objectId).lean();
      return row && toObject(row as ObjectRow);
    },
    async beginUpload(blobId, at) {
      await Uploads.create([{ _id: blobId, at, swept: false }]);
    },
    async finishUpload({ objectId, ...object }) {
      try {
        return await transaction(async () => {
          const { deletedCount } = await Uploads.deleteOne({ _id: object.blobId, swept: false });
          if (deletedCount === 1) await Objects.create([{ ...object, _id: objectId, digests: [] }]);
          return deletedCount === 1;
        });
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async forgetUpload(blobId) {
      await Uploads.deleteOne({ _id: blobId });
    },
    async sweepUploads(before) {
      await Uploads.updateMany({ at: mongoose.trusted({ $lt: before }) }, { $set: { swept: true } });
      return (await Uploads.find({ swept: true }).lean()).map(({ _id }) => _id);
    },
    async save({ objectId, version, holders, holds }) {
      const changed = { $set: { holders, holds, version: version + 1 } };
      const { matchedCount } = await Objects.updateOne({ _id: objectId, version }, changed);
      if (matchedCount === 0)
        throw new Refusal('CHANGED_MEANWHILE', `object ${objectId} was changed meanwhile; ask again`, {
          objectId,
        });
    },
    async findHold(reference) {
      const row = await Holds.findOne({ reference }).lean();
      return row && { ...row, holdId: row._id };
    },
    async addHold({ holdId, ...hold }) {
      await Holds.create([{ ...hold, _id: holdId }]);
    },
    async knownDigest(objectId, algorithm) {
      const row = await Objects.findOne({ _id: objectId }, { digests: 1 }).lean();
      return row?.digests.find((one) => one.algorithm === algorithm)?.digest ?? null;
    },
    async keepDigest(objectId, algorithm, digest) {
      const without = { _id: objectId, 'digests.algorithm': mongoose.trusted({ $ne: algorithm }) };
      await Objects.updateOne(without, { $push: { digests: { algorithm, digest } } });
    },
  };
}

const toObject = ({ _id, digests, wrappedKey, ...row }: ObjectRow): StoredObject => ({
  ...row,
  objectId: _id,
  wrappedKey: wrappedKey && { kek: wrappedKey.kek, key: Buffer.from(wrappedKey.key.buffer) },
});

function models(connection: Connection) {
  const options = { versionKey: false } as const;
  const required = <T>(type: T) => ({ type, required: true });
  const objects = new Schema<ObjectRow>(
    {
      _id: required(String),
      version: required(Number),
      size: required(Number),
      sha256: required(String),
      mediaType: required(String),
      storedAt: required(Date),
      storedBy: required(String),
      blobId: required(String),
      wrappedKey: { type: { kek: required(String), key: required(Buffer) }, default: null, _id: false },
      holders: [{ holder: required(String), until: { type: String }, _id: false }],
      holds: [String],
      digests: [{ algorithm: required(String), digest: required(String), _id: false }],
    },
    options,
  );
  const holds = new Schema<HoldRow>(
    {
      _id: required(String),
      reference: { ...required(String), unique: true },
      reason: required(String),
      objectIds: [String],
      at: required(Date),
    },
    options,
  );
  const uploads = new Schema<UploadRow>(
    { _id: required(String), at: required(Date), swept: required(Boolean) },
    options,
  );
  return {
    Objects: connection.model<ObjectRow>('object', objects, 'objects'),
    Holds: connection.model<HoldRow>('hold', holds, 'holds'),
    Uploads: connection.model<UploadRow>('upload', uploads, 'uploads'),
  };
}
