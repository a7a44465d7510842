import type { PersonalData } from '@edo/kit';
import { type Connection, Schema } from 'mongoose';
import type { RegisteredCertificate } from '../domain/certificate.ts';
import { refuseTwin } from './refuse-twin.ts';

interface Row extends Omit<RegisteredCertificate, 'description'> {
  /** SHA-256 of the certificate. */
  readonly _id: string;
  readonly sealed: string;
}

export interface CertificateStore {
  /** @throws Refusal ALREADY_EXISTS */
  add(certificate: RegisteredCertificate): Promise<void>;
  byFingerprint(fingerprint: string): Promise<RegisteredCertificate | null>;
}

export function certificateStore(connection: Connection, personal: PersonalData): CertificateStore {
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      clientId: { type: String, required: true },
      userId: { type: String, required: true },
      registeredAt: { type: String, required: true },
      suspendedAt: { type: String, default: null },
      sealed: { type: String, required: true },
    },
    { versionKey: false },
  );
  const Rows = connection.model<Row>('certificate', schema, 'certificates');
  const place = (fingerprint: string) => `certificates:${fingerprint}`;
  return {
    async add({ description, ...plain }) {
      const { fingerprint } = description;
      const sealed = personal.seal(description, place(fingerprint));
      await refuseTwin('this certificate', () => Rows.create([{ _id: fingerprint, ...plain, sealed }]));
    },
    async byFingerprint(fingerprint) {
      const row = await Rows.findById(fingerprint).lean();
      if (!row) return null;
      const { _id, sealed, ...plain } = row;
      const description = personal.open(sealed, place(_id)) as RegisteredCertificate['description'];
      return { ...plain, description };
    },
  };
}
