import type { DisputeView, DocumentView, Verdict } from '@edo/contracts';

type Kind = DisputeView['kind'];

/** What the platform found when it looked again at everything that proves the document. */
export interface Gathered {
  readonly document: DocumentView;
  /** SHA-256 of the stored content, computed now, byte by byte. */
  readonly contentSha256: string;
  /** The data of the registered fact as it stands in the journal. */
  readonly registered: { readonly contentSha256?: unknown; readonly signatures?: unknown };
  /** Whether the fact's inclusion and the checkpoint's signature hold. */
  readonly journalHolds: boolean;
  /** SHA-256 of the stored bytes of each signature, computed now, and the verdict now. */
  readonly signatures: readonly {
    readonly signatureId: string;
    readonly role: 'sender' | 'receiver';
    readonly cmsSha256: string;
    readonly verdict: Verdict;
  }[];
}

export interface Finding {
  readonly name: string;
  readonly holds: boolean;
  readonly message: string;
}

interface Check {
  readonly answers: readonly Kind[];
  readonly look: (gathered: Gathered) => Omit<Finding, 'name'>;
}

const found = (holds: boolean, yes: string, no: string) => ({ holds, message: holds ? yes : no });

/** Each check is one question a dispute may turn on; all are asked, those that answer the kind of dispute come first (9.2.1–9.2.7). */
export const checks: Readonly<Record<string, Check>> = {
  contentIsUnchanged: {
    answers: ['9.2.4', '9.2.6'],
    look: ({ document, contentSha256, registered }) =>
      found(
        contentSha256 === document.content.sha256 && contentSha256 === registered.contentSha256,
        `the content is the one registered, SHA-256 ${contentSha256}`,
        `the content has SHA-256 ${contentSha256}; registered was ${String(registered.contentSha256)}`,
      ),
  },
  signaturesAreUnchanged: {
    answers: ['9.2.4', '9.2.6'],
    look: ({ document, signatures }) => {
      const changed = signatures.filter(
        ({ signatureId, cmsSha256 }) =>
          document.signatures.find((kept) => kept.signatureId === signatureId)?.cms.sha256 !== cmsSha256,
      );
      return found(
        changed.length === 0,
        'every signature is kept as it came',
        `changed signatures: ${changed.map(({ signatureId }) => signatureId).join(', ')}`,
      );
    },
  },
  signaturesAreAuthentic: {
    answers: ['9.2.1', '9.2.3'],
    look: ({ signatures }) => {
      const failing = signatures.filter(({ verdict }) => verdict.indication !== 'TOTAL-PASSED');
      const words = failing.map(
        ({ signatureId, verdict }) =>
          `${signatureId}: ${verdict.indication} ${verdict.reason ?? verdict.subIndication ?? ''}`,
      );
      return found(
        failing.length === 0,
        'every signature is valid at the time it was proven to exist',
        words.join('; '),
      );
    },
  },
  senderSigned: {
    answers: ['9.2.2', '9.2.3'],
    look: ({ document, signatures }) => {
      const ofSender = signatures.filter(
        ({ role, verdict }) => role === 'sender' && verdict.indication === 'TOTAL-PASSED',
      );
      return found(
        ofSender.length > 0,
        `signed for the sender ${document.senderClientId} by ${ofSender.length} certificate(s) registered to it`,
        'no valid signature of the sender',
      );
    },
  },
  registrationIsInTheJournal: {
    answers: ['9.2.5', '9.2.2'],
    look: ({ document, journalHolds }) =>
      found(
        journalHolds,
        `registered as ${document.registration?.outgoingNumber}, entry ${document.registration?.journalIndex} of the journal, included under a signed checkpoint`,
        'the registration is not proven by the journal',
      ),
  },
  receiptWasGiven: {
    answers: ['9.2.5'],
    look: ({ document }) =>
      found(
        document.receipt !== null,
        `the receipt was put before the sender at ${document.receipt?.at}`,
        'no receipt was given',
      ),
  },
};

/** Whether an authority did not answer about a signature: nothing may be concluded from that, it is asked again later. */
export const awaitsAuthority = ({ signatures }: Gathered): boolean =>
  signatures.some(
    ({ verdict: { indication, subIndication, reason } }) =>
      indication === 'INDETERMINATE' && subIndication === 'TRY_LATER' && reason !== 'ON_HOLD',
  );

/** Runs every check, so that the conclusion shows all that is wrong; those that answer the dispute come first. */
export function examine(kind: Kind, gathered: Gathered): { holds: boolean; findings: Finding[] } {
  const named = Object.entries(checks).map(([name, check]) => ({ name, check }));
  const first = named.filter(({ check }) => check.answers.includes(kind));
  const rest = named.filter(({ check }) => !check.answers.includes(kind));
  const findings = [...first, ...rest].map(({ name, check }) => ({ name, ...check.look(gathered) }));
  return { holds: findings.every(({ holds }) => holds), findings };
}
