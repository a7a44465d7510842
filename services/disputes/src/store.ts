import { Refusal } from '@edo/contracts';
import { claimDue, type Due, due, dueFields, indexDue, type PersonalData } from '@edo/kit';
import mongoose, { type Connection, Schema } from 'mongoose';
import type { Dispute, Notice } from './domain/dispute.ts';

const CLAIM_MILLIS = 60_000;

interface Row extends Due {
  readonly _id: string;
  readonly version: number;
  readonly openedByClientId: string;
  readonly otherClientId: string;
  readonly dispute: Omit<Dispute, 'notice'>;
  /** The notice, sealed: it names people (5.3.15). */
  readonly sealedNotice: string;
}

export interface DisputeStore {
  /** @throws Refusal NOT_FOUND */
  get(disputeId: string): Promise<Dispute>;
  insert(dispute: Dispute, now: string): Promise<void>;
  /** Writes only over the version that was read. @throws Refusal CHANGED_MEANWHILE */
  save(dispute: Dispute, now: string): Promise<void>;
  /** A dispute that waits for the platform's examination, claimed for a minute. */
  claim(now: number, disputeId?: string): Promise<{ id: string; work: Dispute; trace: string | null } | null>;
  ofClient(clientId: string, after: string | undefined, limit: number): Promise<Dispute[]>;
}

const required = { type: String, required: true } as const;

export function disputeStore(connection: Connection, personalData: PersonalData): DisputeStore {
  const schema = new Schema<Row>(
    {
      _id: required,
      version: { type: Number, required: true },
      openedByClientId: { ...required, index: true },
      otherClientId: { ...required, index: true },
      ...dueFields,
      dispute: { type: Schema.Types.Mixed, required: true },
      sealedNotice: required,
    },
    { versionKey: false, minimize: false },
  );
  indexDue(schema);
  const Disputes = connection.model<Row>('dispute', schema, 'disputes');

  const open = ({ _id, dispute, sealedNotice }: Row): Dispute => ({
    ...dispute,
    notice: personalData.open(sealedNotice, `disputes:${_id}`) as Notice,
  });
  const rowOf = (whole: Dispute, now: string): Row => {
    const { notice, ...dispute } = whole;
    const { disputeId: _id, version, openedByClientId, otherClientId, status } = dispute;
    return {
      _id,
      version,
      openedByClientId,
      otherClientId,
      ...due(status === 'opened' ? now : null),
      dispute,
      sealedNotice: personalData.seal(notice, `disputes:${_id}`),
    };
  };
  return {
    async get(disputeId) {
      const row = await Disputes.findById(disputeId).lean();
      if (!row) throw new Refusal('NOT_FOUND', `there is no dispute ${disputeId}`, { disputeId });
      return open(row);
    },
    async insert(dispute, now) {
      await Disputes.create([rowOf(dispute, now)]);
    },
    async save(dispute, now) {
      const { disputeId: _id, version } = dispute;
      const { matchedCount } = await Disputes.updateOne(
        { _id, version: version - 1 },
        { $set: rowOf(dispute, now) },
      );
      if (matchedCount === 0)
        throw new Refusal('CHANGED_MEANWHILE', `dispute ${_id} has changed meanwhile; read it again`, {
          disputeId: _id,
        });
    },
    async claim(now, disputeId) {
      const row = await claimDue(Disputes, now, CLAIM_MILLIS, disputeId);
      return row && { id: row._id, work: open(row), trace: row.trace };
    },
    async ofClient(clientId, after, limit) {
      const parties = { $or: [{ openedByClientId: clientId }, { otherClientId: clientId }] };
      const later = after === undefined ? {} : { _id: mongoose.trusted({ $gt: after }) };
      const rows = await Disputes.find({ ...parties, ...later })
        .sort({ _id: 1 })
        .limit(limit)
        .lean();
      return rows.map(open);
    },
  };
}
