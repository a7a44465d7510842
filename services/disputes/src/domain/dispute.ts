import type { Deadline } from '@edo/calendar';
import { type DisputeView, Refusal } from '@edo/contracts';

export type DisputeStatus = DisputeView['status'];
export type Step = 'examine';

/** A conflict about a document, from its notice on (section 9). */
export interface Dispute {
  readonly disputeId: string;
  readonly version: number;
  readonly kind: DisputeView['kind'];
  readonly status: DisputeStatus;
  readonly documentId: string;
  readonly openedByClientId: string;
  readonly otherClientId: string;
  readonly notice: Notice;
  /** Salt of the commitment to the notice in `dispute.opened`, base64. */
  readonly noticeSalt: string;
  readonly noticeOnTime: boolean;
  readonly deadlines: readonly Deadline[];
  readonly conclusion: DisputeView['conclusion'];
  readonly openedAt: string;
}

/** What 9.5 and 9.6 ask a notice to contain, beside the document's own requisites. */
export type Notice = Pick<DisputeView, 'substance' | 'circumstances' | 'discoveredOn' | 'contacts'>;

/** The whole way of a dispute as far as it is built (9.7: the examination); what is not listed is forbidden. */
const route: Record<DisputeStatus, Partial<Record<Step, DisputeStatus>>> = {
  opened: { examine: 'examined' },
  examined: {},
};

export function examined(dispute: Dispute, conclusion: NonNullable<Dispute['conclusion']>): Dispute {
  const status = route[dispute.status].examine;
  if (!status)
    throw new Refusal('STEP_FORBIDDEN', `cannot examine a dispute that is ${dispute.status}`, {
      disputeId: dispute.disputeId,
    });
  return { ...dispute, status, conclusion, version: dispute.version + 1 };
}

/** Only the two parties of the document see a dispute about it. */
export const isParty = ({ openedByClientId, otherClientId }: Dispute, clientId: string): boolean =>
  clientId === openedByClientId || clientId === otherClientId;
