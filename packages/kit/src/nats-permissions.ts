import { type ServiceName, topology } from '@edo/contracts';
import { NAMESPACE } from './broker.ts';
import { consumerSubjects } from './facts/subjects.ts';

/** What a NATS user may publish to and subscribe to. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

const PREFIX = `MOL-${NAMESPACE}`;
/** Moleculer's own gossip between nodes: who is there and what it serves. */
const GOSSIP = [
  'INFO',
  'INFO.>',
  'DISCOVER',
  'DISCOVER.>',
  'DISCONNECT',
  'PING',
  'PING.>',
  'PONG.>',
  'HEARTBEAT',
].map((topic) => `${PREFIX}.${topic}`);

/**
 * The subjects of one service's NATS user, from the topology alone: it may ask only what it asks there, answer only what it
 * serves, read only answers meant for its own nodes, and hear facts only through its own durable consumers.
 */
export function natsPermissions(service: ServiceName): Permissions {
  const { serves, asks } = topology[service];
  const requests = asks.map((action) => `${PREFIX}.REQB.${action.name}`);
  const served = serves
    .flatMap((contract) => Object.values(contract.actions))
    .map((action) => `${PREFIX}.REQB.${action.name}`);
  const facts = consumerSubjects(service);
  return {
    publish: [
      ...GOSSIP,
      `${PREFIX}.RES.>`,
      ...unique(requests),
      ...facts.publish,
      ...(service === 'archive' ? STREAM_OWNER : []),
    ],
    subscribe: [
      ...['INFO', 'DISCOVER', 'DISCONNECT', 'PING', 'HEARTBEAT'].map((topic) => `${PREFIX}.${topic}`),
      ...['INFO', 'DISCOVER', 'PING', 'PONG', 'RES', 'REQ', 'EVENT'].map(
        (topic) => `${PREFIX}.${topic}.${service}.>`,
      ),
      ...served,
      ...facts.subscribe,
    ],
  };
}

/** Only `archive` makes the stream FACTS and publishes to it. */
const STREAM_OWNER = ['facts.>', '$JS.API.INFO', '$JS.API.STREAM.*.FACTS', '$JS.API.STREAM.MSG.GET.FACTS'];

const unique = (subjects: readonly string[]) => [...new Set(subjects)];
