import { metrics } from '@opentelemetry/api';

/** How one attempt at an authority ended; `left-alone`: the circuit breaker let nothing out. */
export type Outcome = 'answered' | 'failed' | 'left-alone';

const meter = metrics.getMeter('edo.authorities');
const attempts = meter.createCounter('edo_authority_attempts', {
  description: 'requests to НУЦ РК, by service and outcome',
});
const durations = meter.createHistogram('edo_authority_seconds', {
  description: 'how long an attempt at НУЦ РК took',
  unit: 's',
});

export function measure(authority: string, outcome: Outcome, millis: number): void {
  attempts.add(1, { authority, outcome });
  if (outcome !== 'left-alone') durations.record(millis / 1000, { authority, outcome });
}
