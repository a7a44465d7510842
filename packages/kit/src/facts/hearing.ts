import { type FactContract, type FactEnvelope, Refusal, type RefusalCode, refusals } from '@edo/contracts';
import { type FactOf, openFact } from './envelope.ts';
import { FactError } from './fact-error.ts';

/** A registered fact as it comes to a consumer, from the stream or from the journal. */
export interface Entry {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly recordedAt: string | null;
  /** W3C traceparent of the request in which it happened. */
  readonly trace: string | null;
}

/** What a handler gets; `recordedAt` is null where the way it came does not tell. */
export type Heard<F extends FactContract> = F extends FactContract
  ? { readonly fact: FactOf<F>; readonly index: number; readonly recordedAt: string | null }
  : never;

/**
 * `prepare` asks others what the effect needs, at least once; `apply` writes, once, in a transaction that it may be run
 * in again after a write conflict: it does nothing but write through the models of the connection and record facts.
 */
export interface TwoParts<F extends FactContract, P> {
  prepare(heard: Heard<F>): Promise<P>;
  apply(heard: Heard<F>, prepared: P): Promise<void>;
}

/** A handler without questions to others is `apply` alone. */
export type FactHandler<F extends FactContract, P> = ((heard: Heard<F>) => Promise<void>) | TwoParts<F, P>;

/** A consumer whose types are known to itself alone. */
export interface Hearing {
  readonly durable: string;
  readonly contracts: readonly FactContract[];
  prepare(heard: Heard<FactContract>): Promise<unknown>;
  apply(heard: Heard<FactContract>, prepared: unknown): Promise<void>;
}

export function hearing<F extends FactContract, P>(
  durable: string,
  contracts: readonly F[],
  handler: FactHandler<F, P>,
): Hearing {
  const parts: TwoParts<F, P | undefined> =
    typeof handler === 'function'
      ? { prepare: async () => undefined, apply: handler }
      : (handler as TwoParts<F, P | undefined>);
  return {
    durable,
    contracts,
    prepare: (heard) => parts.prepare(heard as Heard<F>),
    apply: (heard, prepared) => parts.apply(heard as Heard<F>, prepared as P),
  };
}

/** What stands in the envelope of an entry that may be unreadable: then its index stands for it. */
export type Head = Pick<FactEnvelope, 'type' | 'aggregate' | 'version'> & { readonly factId: string };

export function headOf({ bytes, index }: Entry): Head {
  try {
    const { id, type, aggregate, version } = openFact(bytes);
    return { factId: id, type, aggregate: { type: aggregate.type, id: aggregate.id }, version };
  } catch {
    const unreadable = `entry-${index}`;
    return {
      factId: unreadable,
      type: 'unreadable',
      aggregate: { type: 'unreadable', id: unreadable },
      version: 1,
    };
  }
}

/** The fact of an entry, checked by the contract of its type and version. @throws FactError UNREADABLE, VERSION_UNKNOWN, DATA_INVALID */
export function hear(
  { bytes, index, recordedAt }: Entry,
  contracts: readonly FactContract[],
): Heard<FactContract> {
  const fact = readable(bytes, index);
  const { type, v } = fact;
  const contract = contracts.find((known) => known.type === type && known.v === v);
  if (!contract)
    throw new FactError('VERSION_UNKNOWN', `entry ${index}: ${type} version ${v} is not known here`);
  const data = contract.data.safeParse(fact.data);
  if (!data.success)
    throw new FactError('DATA_INVALID', `entry ${index}: the data do not fit ${type} version ${v}`, {
      cause: data.error,
    });
  return { fact: { ...fact, data: data.data }, index, recordedAt };
}

function readable(bytes: Uint8Array, index: number): FactEnvelope {
  try {
    return openFact(bytes);
  } catch (cause) {
    throw new FactError('UNREADABLE', `entry ${index} is no fact`, { cause });
  }
}

/** `permanent`: trying again gives the same; `foreign`: another copy of the service, a newer one, may know it; `unavailable`: somebody does not answer now; `defect`: anything else. */
export type Verdict = 'permanent' | 'foreign' | 'unavailable' | 'defect';

const PERMANENT = new Set(['UNREADABLE', 'DATA_INVALID']);
const PASSING = new Set<RefusalCode>(['CHANGED_MEANWHILE', 'COMMAND_RUNNING', 'OBJECT_NOT_READY']);

export function verdictOn(error: unknown): Verdict {
  if (error instanceof FactError && error.code === 'VERSION_UNKNOWN') return 'foreign';
  if (error instanceof FactError) return PERMANENT.has(error.code) ? 'permanent' : 'defect';
  if (!(error instanceof Refusal)) return 'defect';
  if (refusals[error.code] === 503 || refusals[error.code] === 429) return 'unavailable';
  return PASSING.has(error.code) ? 'defect' : 'permanent';
}

/** Code and sentence of a failure, for a dead letter. */
export function reasonOf(error: unknown): { code: string; message: string } {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 1000) || 'no message';
  const code = error instanceof FactError || error instanceof Refusal ? error.code : 'DEFECT';
  return { code, message };
}
