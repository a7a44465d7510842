import {
  type FactContract,
  type FactData,
  FactEnvelope,
  MAX_FACT_BYTES,
  type ServiceName,
} from '@edo/contracts';
import { canonicalJson, parseCanonicalJson } from '@edo/journal';
import { FactError } from './fact-error.ts';

/** What happened to one aggregate, told by whoever decided it. */
export interface NewFact<F extends FactContract> {
  readonly aggregateId: string;
  /** Of the aggregate, from 1; one fact tells of each version at most. */
  readonly version: number;
  /** Who acted: `user:<id>`, `operator:<id>` or `service:<name>`. */
  readonly by: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  readonly data: FactData<F>;
}

/** An envelope whose data are typed by its contract. */
export type FactOf<F extends FactContract> = F extends FactContract
  ? Omit<FactEnvelope, 'type' | 'v' | 'data'> & Pick<F, 'type' | 'v'> & { readonly data: FactData<F> }
  : never;

/** The bytes that will be hashed: the canonical JSON of the envelope. @throws FactError DATA_INVALID, TOO_LARGE */
export function sealFact<F extends FactContract>(
  contract: F,
  id: string,
  source: ServiceName,
  { aggregateId, data, version, at, by }: NewFact<F>,
): Uint8Array {
  const what = `${contract.type} of ${aggregateId}, version ${version}`;
  const checked = contract.data.safeParse(data);
  if (!checked.success) throw invalid(what, checked.error);
  const { type, v } = contract;
  const aggregate = { type: contract.aggregate, id: aggregateId };
  const envelope = FactEnvelope.safeParse({
    id,
    type,
    v,
    source,
    aggregate,
    version,
    at,
    by,
    data: checked.data,
  });
  if (!envelope.success) throw invalid(what, envelope.error);
  const bytes = canonicalJson(envelope.data);
  if (bytes.length > MAX_FACT_BYTES)
    throw new FactError('TOO_LARGE', `${what}: ${bytes.length} bytes, at most ${MAX_FACT_BYTES} are allowed`);
  return bytes;
}

/** Reads a fact; its data stay unchecked until the contract of its type and version is known. */
export const openFact = (bytes: Uint8Array): FactEnvelope => FactEnvelope.parse(parseCanonicalJson(bytes));

/** Names places and rules, never values: they may be personal data. */
const invalid = (what: string, { issues }: { issues: readonly { path: PropertyKey[]; code: string }[] }) =>
  new FactError(
    'DATA_INVALID',
    `${what}: ${issues.map(({ path, code }) => `${path.join('.') || 'data'} ${code}`).join(', ')}`,
  );
