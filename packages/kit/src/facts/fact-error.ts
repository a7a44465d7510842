/** Why a fact could not be recorded or carried: defects of the caller or of a neighbour, never answers to a client. */
export type FactErrorCode =
  | 'OUTSIDE_TRANSACTION' // facts are kept together with the state that they tell of, or not at all
  | 'DATA_INVALID' // the data do not fit the contract of the fact
  | 'TOO_LARGE' // more than MAX_FACT_BYTES
  | 'ANSWER_INCOMPLETE' // the journal did not answer for each fact handed over
  | 'UNREADABLE' // bytes that are no fact
  | 'VERSION_UNKNOWN' // a type, or a version of it, that this copy of the service was not written for
  | 'ENTRIES_MISSING' // the journal did not give entries that it must have
  | 'CONSUMER_TWICE' // two consumers of one name
  | 'NO_BUS'; // consumers need a NATS connection

export class FactError extends Error {
  override readonly name = 'FactError';
  readonly code: FactErrorCode;

  constructor(code: FactErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
