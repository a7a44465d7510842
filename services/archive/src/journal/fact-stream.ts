import { FACTS_STREAM, factMessage, factsStreamConfig, journalIndexOf } from '@edo/kit';
import { JetStreamApiError, jetstream, jetstreamManager, type StreamInfo } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Entry } from '../domain/batch.ts';
import type { FactStream } from './publisher.ts';

const STREAM_NOT_FOUND = 10_059;
const ACK_MILLIS = 5000;

/** How the stream is kept: a window over the journal. */
export interface StreamWindow {
  readonly millis: number;
  readonly replicas: number;
}

/** The JetStream stream FACTS. Its last sequence is the publisher's position: there is no cursor to lose. */
export async function factStream(nats: NatsConnection, window: StreamWindow): Promise<FactStream> {
  const { streams } = await jetstreamManager(nats, { checkAPI: false });
  const stream = jetstream(nats, { timeout: ACK_MILLIS });

  /** Retention follows the configuration; what holds messages back from deletion cannot be changed. */
  async function keepToWindow({ config }: StreamInfo): Promise<void> {
    const { max_age, num_replicas } = factsStreamConfig(0, window.millis, window.replicas);
    if (config.max_age !== max_age || config.num_replicas !== num_replicas)
      await streams.update(FACTS_STREAM, { max_age, num_replicas });
  }

  let checked = false;
  return {
    async nextIndex() {
      try {
        const info = await streams.info(FACTS_STREAM);
        if (!checked) await keepToWindow(info);
        checked = true;
        return journalIndexOf(info.state.last_seq) + 1;
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return null;
        throw error;
      }
    },
    async create(firstIndex) {
      await streams.add(factsStreamConfig(firstIndex, window.millis, window.replicas));
    },
    async publish(entry) {
      const { subject, payload, options } = factMessage(published(entry));
      await stream.publish(subject, payload, options);
    },
  };
}

const published = ({ recordedAt, ...entry }: Omit<Entry, 'leaf'>) => ({
  ...entry,
  recordedAt: recordedAt.toISOString(),
});
