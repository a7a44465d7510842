import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { headers, type MsgHdrs, nanos } from '@nats-io/transport-node';
import { FACTS_STREAM, subjectOf } from './subjects.ts';

const RECORDED_AT = 'Edo-Recorded-At';
const TRACEPARENT = 'traceparent';

/** A registered fact on its way to those who hear it. */
export interface PublishedFact {
  readonly index: number;
  readonly type: string;
  /** The fact's bytes exactly as the journal holds them. */
  readonly bytes: Uint8Array;
  readonly recordedAt: string;
  readonly trace?: string | undefined;
}

/** Sequences begin at journal index + 1, because JetStream has no sequence 0. */
export const streamSequenceOf = (index: number): number => index + 1;
export const journalIndexOf = (sequence: number): number => sequence - 1;

/** The stream as its owner makes it: a window over the journal whose first message will be the entry `firstIndex`. */
export const factsStreamConfig = (firstIndex: number, windowMillis: number, replicas = 1) =>
  ({
    name: FACTS_STREAM,
    subjects: ['facts.>'],
    first_seq: streamSequenceOf(firstIndex),
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    storage: StorageType.File,
    max_age: nanos(windowMillis),
    num_replicas: replicas,
    deny_delete: true,
    deny_purge: true,
  }) satisfies Partial<StreamConfig>;

/** One message of the stream: JetStream takes it only if the entry before it is the last in the stream. */
export function factMessage(fact: PublishedFact) {
  const told = headers();
  told.set(RECORDED_AT, fact.recordedAt);
  if (fact.trace) told.set(TRACEPARENT, fact.trace);
  return {
    subject: subjectOf(fact.type),
    payload: fact.bytes,
    options: {
      msgID: `${fact.index}`,
      headers: told,
      expect: { streamName: FACTS_STREAM, lastSequence: streamSequenceOf(fact.index) - 1 },
    },
  };
}

/** What the publisher wrote beside the fact; null where it wrote nothing. */
export const toldBeside = (told: MsgHdrs | undefined) => ({
  recordedAt: told?.get(RECORDED_AT) || null,
  trace: told?.get(TRACEPARENT) || null,
});
