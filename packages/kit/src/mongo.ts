import mongoose, { type ClientSession, type Connection } from 'mongoose';

mongoose.set('transactionAsyncLocalStorage', true); // no write inside a transaction can escape its session
mongoose.set('strictQuery', 'throw');
mongoose.set('sanitizeFilter', true); // operators in filters only through mongoose.trusted()

/** Connects to the service's own database; writes wait for the majority. */
export async function connectMongo(url: string): Promise<Connection> {
  return mongoose
    .createConnection(url, {
      w: 'majority',
      readConcernLevel: 'majority',
      serverSelectionTimeoutMS: 10_000,
      autoCreate: false,
      autoIndex: false,
    })
    .asPromise();
}

/** Makes every collection and index of the connection's models: a transaction on MongoDB must find them there. */
export async function prepareModels(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
}

/** Runs work whose writes are all kept or none; every model of the connection takes part by itself. Work may run again on a write conflict. */
export type Transaction = <T>(work: (session: ClientSession) => Promise<T>) => Promise<T>;

export function transactionOn(connection: Connection): Transaction {
  return <T>(work: (session: ClientSession) => Promise<T>): Promise<T> =>
    connection.transaction(work, {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority' },
    }) as Promise<T>;
}

/** Whether an error says that a unique index already holds the value. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 11_000;

/** Labels and codes by which MongoDB says that it cannot answer now, though the request was right. */
const PASSING_LABELS = [
  'RetryableWriteError',
  'TransientTransactionError',
  'ResetPool',
  'InterruptInUseConnections',
];
const PASSING_CODES = new Set([91, 189, 10_107, 11_600, 11_602, 13_435, 13_436]);

/** Whether an error says that the database does not answer now: killed, electing, out of reach, or interrupted. */
export function isDatabaseAway(error: unknown): boolean {
  const { MongoError, MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError } = mongoose.mongo;
  if (error instanceof mongoose.Error.MongooseServerSelectionError) return true;
  if (!(error instanceof MongoError)) return false;
  const away = [MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError].some(
    (kind) => error instanceof kind,
  );
  return (
    away ||
    PASSING_LABELS.some((label) => error.hasErrorLabel(label)) ||
    PASSING_CODES.has(Number(error.code))
  );
}
