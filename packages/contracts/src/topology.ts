import { archive, archiveFacts } from './archive.ts';
import type { ActionContract, FactContract, ServiceContract } from './contract.ts';
import { disputeFacts, disputes } from './disputes.ts';
import { documentFacts, documents } from './documents.ts';
import { identity, identityFacts } from './identity.ts';
import { journal } from './journal.ts';
import { kitFacts } from './kit-facts.ts';
import { notificationFacts, notifications } from './notifications.ts';
import { objectFacts, objects } from './objects.ts';
import { signature, signatureFacts } from './signature.ts';

export const serviceNames = [
  'gateway',
  'identity',
  'documents',
  'signature',
  'notifications',
  'archive',
  'disputes',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What a service serves, asks, tells and hears: its permissions on the bus follow from this table and from nothing else. */
export interface Place {
  readonly serves: readonly ServiceContract[];
  readonly asks: readonly ActionContract[];
  readonly tells: Readonly<Record<string, FactContract>>;
  /** Facts by the durable consumer that hears them; its full name is `<service>-<name>`. */
  readonly hears: Readonly<Record<string, readonly FactContract[]>>;
}

const contracts: readonly ServiceContract[] = [
  identity,
  documents,
  signature,
  notifications,
  journal,
  objects,
  archive,
  disputes,
];
/** Every action that HTTP reaches. */
export const restActions: readonly ActionContract[] = contracts
  .flatMap((c) => Object.values(c.actions))
  .filter((a) => a.rest);

export const topology: Record<ServiceName, Place> = {
  gateway: {
    serves: [],
    asks: [
      ...restActions,
      identity.actions.resolveSession,
      documents.actions.mayRead,
      objects.actions.describe,
      objects.actions.keep,
    ],
    tells: {},
    hears: {},
  },
  identity: {
    serves: [identity],
    asks: [journal.actions.append, signature.actions.describeCertificate, notifications.actions.sendCode],
    tells: { ...identityFacts, ...kitFacts },
    hears: {},
  },
  documents: {
    serves: [documents],
    asks: [
      journal.actions.append,
      journal.actions.proof,
      journal.actions.entries,
      objects.actions.describe,
      objects.actions.keep,
      archive.actions.bundle,
      signature.actions.validate,
      signature.actions.signAsOperator,
      identity.actions.decide,
      identity.actions.contacts,
    ],
    tells: { ...documentFacts, ...kitFacts },
    hears: { registrations: [documentFacts.registered] },
  },
  signature: {
    serves: [signature],
    asks: [journal.actions.append, objects.actions.digest],
    tells: { ...signatureFacts, ...kitFacts },
    hears: {},
  },
  notifications: {
    serves: [notifications],
    asks: [journal.actions.append, journal.actions.entries, identity.actions.contacts],
    tells: { ...notificationFacts, ...kitFacts },
    hears: {
      messages: [
        documentFacts.registered,
        documentFacts.received,
        documentFacts.refused,
        disputeFacts.opened,
        disputeFacts.examined,
      ],
    },
  },
  archive: {
    serves: [journal, objects, archive],
    asks: [
      journal.actions.append,
      journal.actions.proof,
      journal.actions.keyStatement,
      signature.actions.stamp,
      signature.actions.signAsOperator,
      signature.actions.trustList,
    ],
    tells: { ...objectFacts, ...archiveFacts, ...kitFacts },
    hears: {},
  },
  disputes: {
    serves: [disputes],
    asks: [
      journal.actions.append,
      journal.actions.proof,
      journal.actions.keyStatement,
      documents.actions.evidence,
      documents.actions.view,
      objects.actions.hold,
      objects.actions.keep,
      signature.actions.validate,
      signature.actions.signAsOperator,
    ],
    tells: { ...disputeFacts, ...kitFacts },
    hears: {},
  },
};

/** Every type of fact, by `type`, then by version. */
export const factTypes: readonly FactContract[] = [
  ...new Set(serviceNames.flatMap((name) => Object.values(topology[name].tells))),
];
