import { Refusal, type SignatureVerdict, type Verdict } from '@edo/contracts';

const HOUR = 3600_000;
/** How long a document waits for an authority that does not answer (design: verdict table). */
export const MAX_WAIT_MILLIS = 72 * HOUR;
/** Steps of waiting between tries, in milliseconds; the last one repeats. */
const BACK_OFF = [5_000, 15_000, 60_000, 300_000, 900_000];

/** What a verdict leads to at receipt: register, wait for an authority, or refuse. */
export type Outcome =
  | { readonly act: 'register' }
  | { readonly act: 'wait'; readonly reason: string }
  | {
      readonly act: 'refuse';
      readonly code: string;
      readonly message: string;
      readonly mayBeSentAgain: boolean;
    };

const isOnHold = ({ reason }: Pick<Verdict, 'reason'>) => reason === 'ON_HOLD';

/** The table of design.md: TOTAL-PASSED registers; an authority that does not answer is waited for; all else is refused (5.3.6). */
export function outcomeOf(verdict: Pick<Verdict, 'indication' | 'subIndication' | 'reason'>): Outcome {
  const { indication, subIndication, reason } = verdict;
  if (indication === 'TOTAL-PASSED') return { act: 'register' };
  if (isOnHold(verdict))
    return {
      act: 'refuse',
      code: 'CERTIFICATE_ON_HOLD',
      message: 'the certificate is on hold; send again when it is resumed',
      mayBeSentAgain: true,
    };
  if (indication === 'INDETERMINATE' && subIndication === 'TRY_LATER')
    return { act: 'wait', reason: reason ?? 'TRY_LATER' };
  return {
    act: 'refuse',
    code: reason ?? subIndication ?? indication,
    message: `the signature is not valid: ${indication} ${subIndication ?? ''}`.trim(),
    mayBeSentAgain: false,
  };
}

/** Over several signatures: one refusal refuses, else one that waits lets all wait. */
export function outcomeOfAll(verdicts: readonly Verdict[]): Outcome {
  const outcomes = verdicts.map(outcomeOf);
  return (
    outcomes.find(({ act }) => act === 'refuse') ??
    outcomes.find(({ act }) => act === 'wait') ?? { act: 'register' }
  );
}

/** When to try again, or null when the waiting is over. Instants in milliseconds. */
export function nextTry(since: number, tries: number, now: number): number | null {
  if (now - since >= MAX_WAIT_MILLIS) return null;
  return Math.min(now + BACK_OFF[Math.min(tries, BACK_OFF.length - 1)]!, since + MAX_WAIT_MILLIS);
}

/**
 * The one signature of a CMS that is added to a document: exactly one signer, and not already known to be bad.
 * An authority that does not answer now is no reason to refuse the sender: the document is verified again when it is sent.
 * A counter-signature is not verified again, so it has to pass at once.
 */
export function admitSignature(verdict: Verdict, role: 'sender' | 'receiver'): SignatureVerdict {
  const [only, ...others] = verdict.signatures;
  if (!only || others.length > 0)
    throw new Refusal(
      'SIGNATURE_NOT_VALID',
      `one signature by one signer is expected, the CMS has ${verdict.signatures.length}`,
      { signers: verdict.signatures.length },
    );
  const outcome = outcomeOf(verdict);
  if (outcome.act === 'refuse') {
    const { indication, subIndication, reason, reportObjectId } = verdict;
    throw new Refusal('SIGNATURE_NOT_VALID', outcome.message, {
      indication,
      subIndication,
      reason,
      reportObjectId,
    });
  }
  if (outcome.act === 'wait' && role === 'receiver')
    throw new Refusal('AUTHORITY_UNAVAILABLE', 'НУЦ РК does not answer now; counter-sign later', {
      reason: outcome.reason,
    });
  if (!only.signer)
    throw new Refusal('SIGNATURE_NOT_VALID', "the signer's certificate is not in the CMS", {});
  return only;
}
