import { type FactContract, FactEnvelope, MAX_FACT_BYTES } from '@edo/contracts';
import { JournalError, leafHash, parseCanonicalJson } from '@edo/journal';

/** A fact as a service hands it over: `source` is the verified caller, `tells` what the topology lets it tell. */
export interface HandedFact {
  readonly factId: string;
  readonly bytes: Uint8Array;
  /** W3C `traceparent` of the request in which it happened; travels to the stream, is not hashed. */
  readonly trace?: string;
  readonly source: string;
  readonly tells: readonly FactContract[];
}

/** A fact that may enter the journal; `leaf` is its leaf hash (RFC 9162, 2.1.1). */
export interface AdmittedFact {
  readonly factId: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
  readonly trace?: string;
}

export type FactRefusalCode =
  | 'FACT_TOO_LARGE'
  | 'FACT_NOT_CANONICAL'
  | 'FACT_ENVELOPE_WRONG'
  | 'FACT_ID_MISMATCH'
  | 'FACT_SOURCE_FOREIGN'
  | 'FACT_TYPE_UNKNOWN'
  | 'FACT_DATA_WRONG'
  | 'FACT_ID_REUSED';

export interface FactRefusal {
  readonly factId: string;
  readonly code: FactRefusalCode;
  readonly message: string;
}

export type Admission = { readonly admitted: AdmittedFact } | { readonly refused: FactRefusal };

/** Whether a fact may enter the journal; a refused one never hinders its neighbours. */
export function admitFact(fact: HandedFact): Admission {
  const refuse = (code: FactRefusalCode, message: string): Admission => ({
    refused: { factId: fact.factId, code, message },
  });
  if (fact.bytes.length > MAX_FACT_BYTES)
    return refuse('FACT_TOO_LARGE', `${fact.bytes.length} bytes, at most ${MAX_FACT_BYTES} are allowed`);
  const json = readCanonical(fact.bytes);
  if ('problem' in json) return refuse('FACT_NOT_CANONICAL', json.problem);
  const envelope = FactEnvelope.safeParse(json.value);
  if (!envelope.success) return refuse('FACT_ENVELOPE_WRONG', where(envelope.error.issues));
  const { id, source, type, v, aggregate, data } = envelope.data;
  if (id !== fact.factId) return refuse('FACT_ID_MISMATCH', `the fact itself says it is ${id}`);
  if (source !== fact.source)
    return refuse('FACT_SOURCE_FOREIGN', `names ${source} as its source, handed over by ${fact.source}`);
  const contract = fact.tells.find((told) => told.type === type && told.v === v);
  if (!contract || contract.aggregate !== aggregate.type)
    return refuse('FACT_TYPE_UNKNOWN', `${source} does not tell ${type} version ${v} of ${aggregate.type}`);
  const checked = contract.data.safeParse(data);
  if (!checked.success) return refuse('FACT_DATA_WRONG', where(checked.error.issues));
  const { bytes, trace } = fact;
  return { admitted: { factId: id, type, bytes, leaf: leafHash(bytes), ...(trace ? { trace } : {}) } };
}

function readCanonical(bytes: Uint8Array): { value: unknown } | { problem: string } {
  try {
    return { value: parseCanonicalJson(bytes) };
  } catch (error) {
    if (error instanceof JournalError) return { problem: error.message };
    throw error;
  }
}

/** Names places and rules, never values. */
const where = (issues: readonly { path: PropertyKey[]; code: string }[]) =>
  issues.map(({ path, code }) => `${path.join('.') || 'fact'}: ${code}`).join('; ');
