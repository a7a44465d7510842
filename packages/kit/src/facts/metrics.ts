import { metrics as telemetry } from '@opentelemetry/api';
import type { Log } from '../log.ts';
import type { Refused } from './relay-step.ts';

/** What became of one fact at one consumer. */
export type Outcome = 'applied' | 'seen' | 'waiting' | 'dead' | 'replayed';

/** What is measured when somebody looks. */
export interface Gauges {
  counts(): Promise<{ open: number; dead: number }>;
  oldestOpenAge(): Promise<number>;
  /** Dead letters and those waiting behind them, by consumer. */
  deadLetters(): Promise<readonly { consumer: string; count: number }[]>;
  /** Facts in the stream that a consumer has not settled. */
  lags(): Promise<readonly { consumer: string; lag: number }[]>;
}

export interface Metrics {
  /** The journal refused a fact of this service: somebody must look at it. */
  refused(refused: Refused): void;
  handled(consumer: string, outcome: Outcome): void;
  /** Measures from now on; the result stops it. */
  observe(gauges: Gauges): () => void;
}

export function createMetrics(log: Log): Metrics {
  const meter = telemetry.getMeter('edo.facts');
  const refusedFacts = meter.createCounter('edo_facts_refused', {
    description: 'facts that the journal refused',
  });
  const handledFacts = meter.createCounter('edo_facts_handled', {
    description: 'facts settled by a consumer, by outcome',
  });
  return {
    refused({ factId, code, message }) {
      refusedFacts.add(1, { code });
      log.error(
        { alarm: 'FACT_REFUSED', factId, reason: { code, message } },
        'the journal refused a fact: its aggregate waits until the dead letter is replayed',
      );
    },
    handled: (consumer, outcome) => handledFacts.add(1, { consumer, outcome }),
    observe: (gauges) => observe(meter, gauges, log),
  };
}

function observe(meter: ReturnType<typeof telemetry.getMeter>, gauges: Gauges, log: Log): () => void {
  const rows = meter.createObservableGauge('edo_outbox_rows', {
    description: 'facts not registered, by state',
  });
  const age = meter.createObservableGauge('edo_outbox_oldest_open_seconds', {
    unit: 's',
    description: 'age of the oldest fact that waits for the journal',
  });
  const letters = meter.createObservableGauge('edo_dead_letters', {
    description: 'facts without effect, by consumer',
  });
  const lag = meter.createObservableGauge('edo_consumer_lag', {
    description: 'facts in the stream not yet settled, by consumer',
  });
  const all = [rows, age, letters, lag];
  const measure: Parameters<typeof meter.addBatchObservableCallback>[0] = async (result) => {
    try {
      const counts = await gauges.counts();
      for (const state of ['open', 'dead'] as const) result.observe(rows, counts[state], { state });
      result.observe(age, (await gauges.oldestOpenAge()) / 1000);
      for (const { consumer, count } of await gauges.deadLetters())
        result.observe(letters, count, { consumer });
      for (const each of await gauges.lags()) result.observe(lag, each.lag, { consumer: each.consumer });
    } catch (error) {
      log.warn({ err: error }, 'the state of facts could not be measured');
    }
  };
  meter.addBatchObservableCallback(measure, all);
  return () => meter.removeBatchObservableCallback(measure, all);
}
