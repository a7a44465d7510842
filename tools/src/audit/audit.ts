import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceName, serviceNames } from '@edo/contracts';
import type { NatsConnection } from '@nats-io/transport-node';
import { auditConsumers } from './consumers.ts';
import type { Finding } from './finding.ts';
import { auditJournal } from './journal.ts';
import { auditObjects } from './objects.ts';
import { auditOrigins, auditOutbox } from './outboxes.ts';
import { auditRegisters } from './registers.ts';
import { type DatabaseOf, journalOf } from './sources.ts';
import { auditStream } from './stream.ts';

const withDatabase = serviceNames.filter(
  (name): name is Exclude<ServiceName, 'gateway'> => name !== 'gateway',
);

/** A fact on its way is at one place and not yet at the next: what looks wrong is looked at again before it is said. */
const LOOKS = 4;
const PAUSE_MILLIS = 1500;

async function settled(look: () => Promise<Finding>): Promise<Finding> {
  for (let looks = 1; ; looks++) {
    const finding = await look();
    if (finding.problems.length === 0 || looks === LOOKS) return finding;
    await sleep(PAUSE_MILLIS);
  }
}

/** Compares outboxes, journal, inboxes, registers, objects and stream with each other; the platform may go on meanwhile. */
export async function audit(
  databaseOf: DatabaseOf,
  nats: NatsConnection,
  now: () => number,
): Promise<Finding[]> {
  const journal = journalOf(databaseOf('archive'));
  const looks = [
    () => auditJournal(journal),
    ...withDatabase.map((service) => () => auditOutbox(service, databaseOf(service), journal, now())),
    () =>
      auditOrigins(
        withDatabase.map((name) => [name, databaseOf(name)] as const),
        journal,
      ),
    ...withDatabase.map((service) => () => auditConsumers(service, databaseOf(service), journal)),
    () => auditRegisters(databaseOf('documents'), journal),
    () => auditObjects(databaseOf('documents'), databaseOf('archive')),
    () => auditStream(nats, journal),
  ];
  const findings: Finding[] = [];
  for (const look of looks) findings.push(await settled(look));
  return findings;
}
