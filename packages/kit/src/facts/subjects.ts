import { type ServiceName, topology } from '@edo/contracts';

/** The JetStream stream of registered facts; its sequence is the journal index + 1. */
export const FACTS_STREAM = 'FACTS';

/** `facts.document.registered` */
export const subjectOf = (type: string): string => `facts.${type}`;

/** `documents-registrations`: the durable consumer `registrations` of `documents`. */
export const durableName = (service: ServiceName, consumer: string): string => `${service}-${consumer}`;

/** Inboxes apart for each service, so that none reads the answers to another. */
export const inboxPrefix = (service: ServiceName): string => `_INBOX.${service}`;

/**
 * What a service's NATS user must be allowed for its consumers to work. NATS wildcards stand for whole tokens, and
 * `documents-*` is not one, so each consumer is named; the names are those of the topology.
 */
export function consumerSubjects(service: ServiceName): { publish: string[]; subscribe: string[] } {
  const durables = Object.keys(topology[service].hears).map((name) => durableName(service, name));
  const api = (what: string) => `$JS.API.${what}.${FACTS_STREAM}`;
  const perConsumer = durables.flatMap((durable) => [
    ...['DURABLE.CREATE', 'INFO', 'DELETE', 'MSG.NEXT'].map(
      (verb) => `${api(`CONSUMER.${verb}`)}.${durable}`,
    ),
    `$JS.ACK.${FACTS_STREAM}.${durable}.>`,
  ]);
  return {
    publish: durables.length > 0 ? [api('STREAM.INFO'), api('STREAM.MSG.GET'), ...perConsumer] : [],
    subscribe: [`${inboxPrefix(service)}.>`],
  };
}
