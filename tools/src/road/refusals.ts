import type { PartyName } from './plans.ts';
import type { Container, Order } from './signing-key.ts';

/** A key that must be refused: where, and as what. */
export interface ExpectedRefusal {
  /** The key, in words. */
  readonly what: string;
  /** The party that brings it. */
  readonly party: PartyName;
  readonly key: Order | Container;
  /** At receipt: a key that is good when it signs, and put on hold before the document is sent. */
  readonly at: 'registration' | 'signing' | 'receipt';
  /** The platform's refusal code, and the reason behind it where the code has several. */
  readonly code: string;
  readonly reason: string | null;
}

/** A refusal as the API tells it. */
export interface Refused {
  readonly code: string;
  readonly reason: string | null;
  readonly sentence: string;
}

const told = ({ code, reason }: Pick<Refused, 'code' | 'reason'>) => (reason ? `${code} (${reason})` : code);

/** The expected refusal as one line. @throws Error when the key was accepted (`undefined`) or refused as anything else */
export function asExpected(expected: ExpectedRefusal, found: Refused | undefined): string {
  const where = `${expected.what} at ${expected.at}`;
  if (!found) throw new Error(`${where} was accepted, ${told(expected)} was expected`);
  const line = `${where}: ${told(found)}: ${found.sentence}`;
  if (found.code !== expected.code || found.reason !== expected.reason)
    throw new Error(`${line}; ${told(expected)} was expected`);
  return `refused    ${line}`;
}
