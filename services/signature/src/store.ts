import type { EvidenceRef, Verdict } from '@edo/contracts';
import mongoose, { type Connection, Schema } from 'mongoose';

/** One validation, as the register of validations keeps it; the whole report is an object. */
export interface Validation {
  readonly validationId: string;
  readonly cmsSha256: string;
  readonly contentSha256: string;
  readonly reportSha256: string;
  readonly caller: string;
  readonly verdict: Omit<Verdict, 'signatures' | 'tool'>;
}

/** One use of the operator's key. */
export interface Signing {
  readonly signingId: string;
  readonly objectId: string;
  readonly why: string;
  readonly caller: string;
  readonly cmsObjectId: string;
  readonly cmsSha256: string;
  readonly certificateFingerprint: string;
  readonly signedAt: string;
}

export interface SignatureStore {
  /** Inside the transaction of the fact that tells of it. */
  addValidation(validation: Validation): Promise<void>;
  /** Evidence of earlier validations of the same CMS, the oldest first: what proved a time then proves it still. */
  earlierEvidence(cmsSha256: string): Promise<EvidenceRef[]>;
  addSigning(signing: Signing): Promise<void>;
}

interface ValidationRow extends Omit<Validation, 'validationId'> {
  readonly _id: string;
}
interface SigningRow extends Omit<Signing, 'signingId'> {
  readonly _id: string;
}

const required = { type: String, required: true } as const;
/** More validations than these of one CMS add nothing. */
const MOST_EARLIER = 20;

function models(connection: Connection) {
  const validation = new Schema<ValidationRow>(
    {
      _id: required,
      cmsSha256: required,
      contentSha256: required,
      reportSha256: required,
      caller: required,
      verdict: { type: Schema.Types.Mixed, required: true },
    },
    { versionKey: false },
  );
  validation.index({ cmsSha256: 1, _id: 1 });
  const signing = new Schema<SigningRow>(
    {
      _id: required,
      objectId: { ...required, index: true },
      why: required,
      caller: required,
      cmsObjectId: required,
      cmsSha256: required,
      certificateFingerprint: required,
      signedAt: required,
    },
    { versionKey: false },
  );
  return {
    Validations: connection.model<ValidationRow>('validation', validation, 'validations'),
    Signings: connection.model<SigningRow>('signing', signing, 'signings'),
  };
}

export function signatureStore(connection: Connection): SignatureStore {
  const { Validations, Signings } = models(connection);
  return {
    async addValidation({ validationId, ...rest }) {
      await Validations.create([{ _id: validationId, ...rest }]);
    },
    async earlierEvidence(cmsSha256) {
      const rows = await Validations.find({
        cmsSha256,
        'verdict.evidence.0': mongoose.trusted({ $exists: true }),
      })
        .sort({ _id: 1 })
        .limit(MOST_EARLIER)
        .lean();
      return rows.flatMap(({ verdict }) => verdict.evidence);
    },
    async addSigning({ signingId, ...rest }) {
      await Signings.create([{ _id: signingId, ...rest }]);
    },
  };
}
