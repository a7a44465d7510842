import { Refusal } from '@edo/contracts';
import { claimDue, type Due, due, dueFields, indexDue, isDuplicateKey, type PersonalData } from '@edo/kit';
import mongoose, { type Connection, Schema } from 'mongoose';
import { type Document, dueAt } from './domain/document.ts';
import { objectIdsOf } from './domain/parts.ts';
import { join, type PersonalPart, type PlainPart, split } from './domain/personal.ts';

/** The platform's claim on a due document ends by itself, so that another copy goes on after a crash. */
const CLAIM_MILLIS = 30_000;

type Direction = 'outgoing' | 'incoming';

interface DocumentRow extends Due {
  readonly _id: string;
  readonly version: number;
  readonly senderClientId: string;
  readonly receiverClientId: string;
  readonly status: string;
  readonly objectIds: readonly string[];
  readonly document: PlainPart;
  /** The personal part, sealed (5.3.15). */
  readonly sealed: string;
}

/** One line of a client's register: gapless `count` per client, direction and year (5.3.7). */
export interface RegisterRow {
  readonly clientId: string;
  readonly direction: Direction;
  readonly year: number;
  readonly count: number;
  readonly number: string;
  readonly documentId: string;
  readonly decidedAt: string;
}

interface Counter {
  readonly _id: string;
  readonly count: number;
}

/** A CMS signs the bytes, not what the platform knows of them: it belongs to the one document to which it was brought. */
interface ClaimRow {
  readonly _id: string;
  readonly documentId: string;
}

export interface DocumentStore {
  /** @throws Refusal NOT_FOUND */
  get(documentId: string): Promise<Document>;
  find(documentIds: readonly string[]): Promise<Document[]>;
  insert(document: Document, now: string): Promise<void>;
  /** Writes only over the version that was read. @throws Refusal CHANGED_MEANWHILE */
  save(document: Document, now: string): Promise<void>;
  /** A document that the platform has to go on with, claimed for half a minute. */
  claim(
    now: number,
    documentId?: string,
  ): Promise<{ id: string; work: Document; trace: string | null } | null>;
  /** The next number of a client's register, inside the surrounding transaction. */
  nextCount(clientId: string, direction: Direction, year: number): Promise<number>;
  addToRegister(row: RegisterRow): Promise<void>;
  register(
    clientId: string,
    direction: Direction,
    after: { year: number; count: number } | null,
    limit: number,
  ): Promise<RegisterRow[]>;
  /** Takes a CMS for this document alone, inside the surrounding transaction. @throws Refusal ALREADY_EXISTS */
  claimSignature(cmsSha256: string, documentId: string): Promise<void>;
  withObject(objectId: string, clientId: string): Promise<Document[]>;
}

const required = { type: String, required: true } as const;

function models(connection: Connection) {
  const document = new Schema<DocumentRow>(
    {
      _id: required,
      version: { type: Number, required: true },
      senderClientId: { ...required, index: true },
      receiverClientId: { ...required, index: true },
      status: required,
      ...dueFields,
      objectIds: { type: [String], index: true },
      document: { type: Schema.Types.Mixed, required: true },
      sealed: required,
    },
    { versionKey: false, minimize: false },
  );
  indexDue(document);
  const register = new Schema<RegisterRow>(
    {
      clientId: required,
      direction: required,
      year: { type: Number, required: true },
      count: { type: Number, required: true },
      number: required,
      documentId: required,
      decidedAt: required,
    },
    { versionKey: false },
  );
  register.index({ clientId: 1, direction: 1, year: 1, count: 1 }, { unique: true });
  register.index({ documentId: 1, direction: 1 }, { unique: true });
  const counter = new Schema<Counter>(
    { _id: required, count: { type: Number, required: true } },
    { versionKey: false },
  );
  return {
    Documents: connection.model<DocumentRow>('document', document, 'documents'),
    Registers: connection.model<RegisterRow>('register', register, 'registers'),
    Claims: connection.model<ClaimRow>(
      'claim',
      new Schema<ClaimRow>({ _id: required, documentId: required }, { versionKey: false }),
      'signature_claims',
    ),
    Counters: connection.model<Counter>('counter', counter, 'counters'),
  };
}

function rowsWith(personalData: PersonalData) {
  const place = (documentId: string) => `documents:${documentId}`;
  return {
    rowOf(document: Document, now: string): DocumentRow {
      const { documentId: _id, version, senderClientId, receiverClientId, status } = document;
      const { plain, personal } = split(document);
      const work = due(dueAt(document, now));
      const sealed = personalData.seal(personal, place(_id));
      return {
        _id,
        version,
        senderClientId,
        receiverClientId,
        status,
        ...work,
        objectIds: objectIdsOf(document),
        document: plain,
        sealed,
      };
    },
    open: ({ _id, document, sealed }: Pick<DocumentRow, '_id' | 'document' | 'sealed'>): Document =>
      join(document, personalData.open(sealed, place(_id)) as PersonalPart),
  };
}

export function documentStore(connection: Connection, personalData: PersonalData): DocumentStore {
  const { rowOf, open } = rowsWith(personalData);
  const { Documents, Registers, Claims, Counters } = models(connection);
  return {
    async get(documentId) {
      const row = await Documents.findById(documentId).lean();
      if (!row) throw new Refusal('NOT_FOUND', `there is no document ${documentId}`, { documentId });
      return open(row);
    },
    async find(documentIds) {
      const rows = await Documents.find({ _id: mongoose.trusted({ $in: documentIds }) }).lean();
      return rows.map(open);
    },
    async insert(document, now) {
      await Documents.create([rowOf(document, now)]).catch((error) => {
        throw isDuplicateKey(error)
          ? new Refusal('ALREADY_EXISTS', `document ${document.documentId} exists`)
          : error;
      });
    },
    async save(document, now) {
      const { documentId: _id, version } = document;
      const { matchedCount } = await Documents.updateOne(
        { _id, version: version - 1 },
        { $set: rowOf(document, now) },
      );
      if (matchedCount === 0)
        throw new Refusal('CHANGED_MEANWHILE', `document ${_id} has changed meanwhile; read it again`, {
          documentId: _id,
        });
    },
    async claim(now, documentId) {
      const row = await claimDue(Documents, now, CLAIM_MILLIS, documentId);
      return row && { id: row._id, work: open(row), trace: row.trace };
    },
    async nextCount(clientId, direction, year) {
      const row = await Counters.findOneAndUpdate(
        { _id: `${clientId}:${direction}:${year}` },
        { $inc: { count: 1 } },
        { upsert: true, returnDocument: 'after' },
      ).lean();
      return row.count;
    },
    async addToRegister(row) {
      await Registers.create([row]);
    },
    async register(clientId, direction, after, limit) {
      const later = after
        ? {
            $or: [
              { year: mongoose.trusted({ $gt: after.year }) },
              { year: after.year, count: mongoose.trusted({ $gt: after.count }) },
            ],
          }
        : {};
      return Registers.find({ clientId, direction, ...later }, { _id: 0 })
        .sort({ year: 1, count: 1 })
        .limit(limit)
        .lean();
    },
    async claimSignature(cmsSha256, documentId) {
      await Claims.create([{ _id: cmsSha256, documentId }]).catch((error) => {
        throw isDuplicateKey(error)
          ? new Refusal('ALREADY_EXISTS', 'this signature stands on a document already; sign this one anew', {
              cmsSha256,
            })
          : error;
      });
    },
    async withObject(objectId, clientId) {
      const parties = { $or: [{ senderClientId: clientId }, { receiverClientId: clientId }] };
      const rows = await Documents.find({ objectIds: objectId, ...parties })
        .limit(20)
        .lean();
      return rows.map(open);
    },
  };
}
