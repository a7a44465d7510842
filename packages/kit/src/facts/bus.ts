import {
  AckPolicy,
  type Consumer,
  type ConsumerConfig,
  type ConsumerInfo,
  DeliverPolicy,
  JetStreamApiError,
  type JsMsg,
  jetstreamManager,
} from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import type { Entry } from './hearing.ts';
import { journalIndexOf, streamSequenceOf, toldBeside } from './stream.ts';
import { FACTS_STREAM, subjectOf } from './subjects.ts';

export const ACK_WAIT_MILLIS = 5000;
const CONSUMER_NOT_FOUND = 10_014;
/** Over all copies of the service, so that the server itself keeps the order: with two, the later could settle first. */
const ONE_AT_A_TIME = 1;

/** The stream of facts as one durable consumer sees it; all numbers are journal indexes. */
export interface Bus {
  readonly types: readonly string[];
  /** The first index that the stream still holds, and the last; an empty stream gives `last` = `first` - 1. */
  bounds(): Promise<{ first: number; last: number }>;
  /** The last index in the stream of any of the consumer's types; -1 if it holds none. */
  lastHeard(): Promise<number>;
  /** Finds the durable consumer, or makes it anew if it is not as it must be: it gives everything after `position` that the stream holds. */
  bind(position: number): Promise<BoundConsumer>;
}

export interface BoundConsumer {
  /** The next message, or null when there is none within `millis` (at least 1000). */
  next(millis: number): Promise<JsMsg | null>;
  /** Messages not yet acknowledged. */
  lag(): Promise<number>;
}

export async function openBus(nats: NatsConnection, durable: string, types: readonly string[]): Promise<Bus> {
  const manager = await jetstreamManager(nats, { checkAPI: false });
  const filter_subjects = [...new Set(types)].map(subjectOf);
  const existing = async () => {
    try {
      return await manager.consumers.info(FACTS_STREAM, durable);
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND) return null;
      throw error;
    }
  };
  const make = (position: number) =>
    manager.consumers.add(FACTS_STREAM, {
      durable_name: durable,
      filter_subjects,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: streamSequenceOf(position + 1),
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MILLIS),
      max_ack_pending: ONE_AT_A_TIME,
      max_deliver: -1,
    });
  return {
    types,
    async bounds() {
      const { state } = await manager.streams.info(FACTS_STREAM);
      return { first: Math.max(0, journalIndexOf(state.first_seq)), last: journalIndexOf(state.last_seq) };
    },
    async lastHeard() {
      const last = await Promise.all(
        filter_subjects.map((subject) => manager.streams.getMessage(FACTS_STREAM, { last_by_subj: subject })),
      );
      return Math.max(-1, ...last.map((message) => (message ? journalIndexOf(message.seq) : -1)));
    },
    async bind(position) {
      const found = await existing();
      const isWrong = found !== null && (isAhead(found, position) || isOther(found.config, filter_subjects));
      if (isWrong) await manager.consumers.delete(FACTS_STREAM, durable);
      if (found === null || isWrong) await make(position);
      return bound(await manager.jetstream().consumers.get(FACTS_STREAM, durable));
    },
  };
}

const bound = (consumer: Consumer): BoundConsumer => ({
  next: (millis) => consumer.next({ expires: millis }),
  async lag() {
    const { num_pending, num_ack_pending } = await consumer.info();
    return num_pending + num_ack_pending;
  },
});

/** Acknowledged beyond what MongoDB knows: the database was restored, or somebody else acknowledged. */
const isAhead = ({ ack_floor }: ConsumerInfo, position: number) =>
  ack_floor.stream_seq > streamSequenceOf(position);

const isOther = ({ filter_subjects = [], max_ack_pending }: ConsumerConfig, wanted: readonly string[]) =>
  max_ack_pending !== ONE_AT_A_TIME || [...filter_subjects].sort().join() !== [...wanted].sort().join();

export const entryOf = (message: JsMsg): Entry => ({
  index: journalIndexOf(message.seq),
  bytes: message.data,
  ...toldBeside(message.headers),
});
