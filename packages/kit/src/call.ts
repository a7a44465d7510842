import {
  type ActionContract,
  type Input,
  Refusal,
  type RefusalCode,
  type Result,
  refusals,
  type ServiceName,
  topology,
} from '@edo/contracts';
import { SpanKind } from '@opentelemetry/api';
import type { ServiceBroker } from 'moleculer';
import type { Assertions } from './assertion.ts';
import { inSpan, traceHeaders } from './telemetry.ts';

/** What travels beside the parameters of a call; free words are never trusted, both assertions are signed. */
export interface Meta {
  readonly caller?: string;
  readonly actor?: string;
  readonly command?: string;
  readonly trace?: Record<string, string>;
}

/** Asks another service; parameters and answer are checked against the contract. `Refusal` arrives as `Refusal`. */
export type Ask = <A extends ActionContract>(
  action: A,
  params: Input<A>,
  as?: { actor?: string; command?: string },
) => Promise<Result<A>>;

export function askThrough(from: ServiceName, broker: ServiceBroker, assertions: Assertions): Ask {
  const allowed = new Set(topology[from].asks.map(({ name }) => name));
  return async (action, params, as = {}) => {
    if (!allowed.has(action.name))
      throw new Error(`${from} asks ${action.name}, which the topology does not give it`);
    const checked = action.params.parse(params);
    const caller = await assertions.caller(audienceOf(action));
    return inSpan(`call ${action.name}`, SpanKind.CLIENT, async () => {
      const meta: Meta = { ...as, caller, trace: traceHeaders() };
      const answer = await broker
        .call(action.name, checked as Record<string, unknown>, {
          meta: meta as Record<string, unknown>,
          timeout: action.timeoutMillis ?? USUAL_TIMEOUT_MILLIS,
        })
        .catch((error) => {
          throw toRefusal(error, action.name);
        });
      return action.result.parse(answer) as Result<typeof action>;
    });
  };
}

/** The contract that an action belongs to: `documents` of `documents.send`. */
export const audienceOf = (action: ActionContract): string => action.name.slice(0, action.name.indexOf('.'));

const USUAL_TIMEOUT_MILLIS = 10_000;

/** Moleculer's own failures that mean "nobody answered", whatever the reason. */
const UNANSWERED = new Set([
  'SERVICE_NOT_FOUND',
  'SERVICE_NOT_AVAILABLE',
  'REQUEST_TIMEOUT',
  'REQUEST_REJECTED',
  'REQUEST_SKIPPED',
  'GRACEFUL_STOP_TIMEOUT',
]);

function toRefusal(error: unknown, action: string): unknown {
  if (!(error instanceof Error)) return error;
  const { type, data } = error as Error & { type?: string; data?: Record<string, unknown> };
  if (type !== undefined && type in refusals)
    return new Refusal(type as RefusalCode, error.message, data ?? {}, { cause: error });
  if (type !== undefined && UNANSWERED.has(type))
    return new Refusal(
      'SERVICE_UNAVAILABLE',
      `${action} does not answer now; try again`,
      { action },
      { cause: error },
    );
  return error;
}
