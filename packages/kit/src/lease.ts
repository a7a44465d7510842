import { randomUUID } from 'node:crypto';
import mongoose, { type Connection, Schema } from 'mongoose';
import type { Clock } from './clock.ts';
import { isDuplicateKey } from './mongo.ts';

interface Row {
  readonly _id: string;
  readonly holder: string;
  readonly until: Date;
}

/** A lease for liveness: it keeps copies from doing the same work at once, and never alone makes that work correct. */
export interface Lease {
  /** Takes or renews the lease; false while another copy holds it. */
  hold(): Promise<boolean>;
  /** Lets go, so that another copy need not wait for the end. */
  release(): Promise<void>;
}

export function leaseOn(connection: Connection, name: string, millis: number, clock: Clock): Lease {
  const Rows = leaseModel(connection);
  const holder = randomUUID();
  return {
    async hold() {
      const now = clock.millis();
      const mine = { $or: [{ holder }, { until: mongoose.trusted({ $lt: new Date(now) }) }] };
      try {
        await Rows.updateOne(
          { _id: name, ...mine },
          { $set: { holder, until: new Date(now + millis) } },
          { upsert: true },
        );
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async release() {
      await Rows.deleteOne({ _id: name, holder });
    },
  };
}

function leaseModel(connection: Connection) {
  const existing = connection.models['lease'];
  if (existing) return existing as mongoose.Model<Row>;
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      holder: { type: String, required: true },
      until: { type: Date, required: true },
    },
    { versionKey: false },
  );
  return connection.model<Row>('lease', schema, 'leases');
}
