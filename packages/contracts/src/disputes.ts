import { z } from 'zod';
import { contract, fact } from './contract.ts';
import {
  Day,
  Email,
  Id,
  Instant,
  Locale,
  ObjectRef,
  PageParams,
  Phone,
  page,
  Sha256,
  text,
} from './vocabulary.ts';

/** The seven kinds of conflicts, by their clause (9.2.1–9.2.7). */
export const DisputeKind = z.enum(['9.2.1', '9.2.2', '9.2.3', '9.2.4', '9.2.5', '9.2.6', '9.2.7']);
export const DisputeStatus = z.enum(['opened', 'examined']);

/** A deadline that explains itself: the rule, its clause, each skipped day and why. */
export const DeadlineView = z.strictObject({
  rule: z.string(),
  clause: z.string(),
  startedAt: Instant,
  dueAt: Instant,
  dueDay: Day,
  calendarVersion: z.string(),
  /** The same sentences in each language. */
  explanation: z.record(Locale, z.array(z.string())),
});

const Contact = z.strictObject({
  surname: text(100),
  name: text(100),
  patronymic: text(100).nullable().default(null),
  position: text(200),
  phones: z.array(Phone).min(1).max(5),
  fax: text(40).nullable().default(null),
  email: Email,
});

/** The platform's own answer to the question of the dispute, each finding with what it rests on. */
const Conclusion = z.strictObject({
  object: ObjectRef,
  cmsObjectId: Id,
  holds: z.boolean(),
  findings: z.array(z.strictObject({ name: z.string(), holds: z.boolean(), message: z.string() })),
  holdId: Id,
  at: Instant,
});

export const DisputeView = z.strictObject({
  disputeId: Id,
  version: z.int().positive(),
  kind: DisputeKind,
  status: DisputeStatus,
  documentId: Id,
  openedByClientId: Id,
  otherClientId: Id,
  substance: z.string(),
  circumstances: z.string(),
  discoveredOn: Day,
  noticeOnTime: z.boolean(),
  contacts: z.array(Contact),
  deadlines: z.array(DeadlineView),
  conclusion: Conclusion.nullable(),
  openedAt: Instant,
});
export type DisputeView = z.infer<typeof DisputeView>;

/** Conflicts with their deadlines (section 9). */
export const disputes = contract('disputes', {
  open: {
    summary:
      "A client's notice of a conflict about a document, with the content that 9.5 and 9.6 ask for (9.2, 9.3)",
    access: 'user',
    rest: 'POST /v1/disputes',
    status: 201,
    params: z.strictObject({
      documentId: Id,
      kind: DisputeKind,
      substance: text(4000),
      circumstances: text(4000),
      discoveredOn: Day,
      contacts: z.array(Contact).min(1).max(5),
      locale: Locale.default('ru'),
    }),
    result: DisputeView,
  },
  view: {
    summary: 'A dispute with its explained deadlines and the conclusion of the platform',
    access: 'user',
    rest: 'GET /v1/disputes/:disputeId',
    params: z.strictObject({ disputeId: Id }),
    result: DisputeView,
  },
  list: {
    summary: 'Disputes of the client, oldest first',
    access: 'user',
    rest: 'GET /v1/disputes',
    params: z.strictObject(PageParams),
    result: page(DisputeView),
  },
});

export const disputeFacts = {
  opened: fact(
    'dispute',
    'opened',
    1,
    z.strictObject({
      disputeId: Id,
      documentId: Id,
      kind: DisputeKind,
      openedByClientId: Id,
      otherClientId: Id,
      noticeCommitment: Sha256,
      answerDueAt: Instant,
      at: Instant,
    }),
  ),
  examined: fact(
    'dispute',
    'examined',
    1,
    z.strictObject({
      disputeId: Id,
      documentId: Id,
      openedByClientId: Id,
      otherClientId: Id,
      holds: z.boolean(),
      conclusionSha256: Sha256,
      holdId: Id,
      at: Instant,
    }),
  ),
};
