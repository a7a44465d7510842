import { pipeline } from 'node:stream/promises';
import { mongo } from 'mongoose';

/** Where sealed bytes lie: GridFS here, S3 with Object Lock in production. It never sees content or keys. */
export interface BlobStore {
  /** Keeps a stream under a new id; after an error something may be left, which `remove` takes away. */
  write(blobId: string, sealed: AsyncIterable<Uint8Array>): Promise<void>;
  read(blobId: string): AsyncIterable<Uint8Array>;
  /** Takes away the blob, or what a broken write left of it. */
  remove(blobId: string): Promise<void>;
}

const BUCKET = 'objects_blobs';

export function gridFsBlobs(db: mongo.Db): BlobStore {
  const bucket = new mongo.GridFSBucket(db, { bucketName: BUCKET });
  const files = db.collection<{ _id: string }>(`${BUCKET}.files`);
  const chunks = db.collection<{ files_id: string }>(`${BUCKET}.chunks`);
  const asId = (blobId: string) => blobId as unknown as mongo.ObjectId; // GridFS takes any id; its types say ObjectId
  return {
    write: (blobId, sealed) => pipeline(sealed, bucket.openUploadStreamWithId(asId(blobId), blobId)),
    read: (blobId) => bucket.openDownloadStream(asId(blobId)),
    async remove(blobId) {
      await files.deleteOne({ _id: blobId });
      await chunks.deleteMany({ files_id: blobId });
    },
  };
}
