export type { Assertions } from './assertion.ts';
export { createAssertions, readServiceKeys } from './assertion.ts';
export { createBroker } from './broker.ts';
export type { Ask } from './call.ts';
export { askThrough } from './call.ts';
export type { Clock } from './clock.ts';
export { clockWithOffset, ttlSeconds } from './clock.ts';
export { commandSeal, commandsOn } from './commands.ts';
export { BaseConfig, ConfigError, readConfig, StoreConfig } from './config.ts';
export {
  claimDue,
  type Due,
  type DueWork,
  due,
  dueFields,
  dueWork,
  indexDue,
} from './due-work.ts';
export type { DeadLetters, LetterView } from './facts/dead-letters.ts';
export type { FactOf, NewFact } from './facts/envelope.ts';
export { FactError, type FactErrorCode } from './facts/fact-error.ts';
export { createFacts, type Facts, type FactsOptions } from './facts/facts.ts';
export type { FactHandler, Heard, TwoParts } from './facts/hearing.ts';
export {
  factMessage,
  factsStreamConfig,
  journalIndexOf,
  type PublishedFact,
  streamSequenceOf,
} from './facts/stream.ts';
export { consumerSubjects, durableName, FACTS_STREAM, inboxPrefix, subjectOf } from './facts/subjects.ts';
export { type FaultPoint, faultPoint, faultPoints } from './fault-point.ts';
export { leaseOn } from './lease.ts';
export { createLog, type Log } from './log.ts';
export { connectMongo, isDuplicateKey, prepareModels, type Transaction, transactionOn } from './mongo.ts';
export { natsPermissions, type Permissions } from './nats-permissions.ts';
export { type ObjectClient, objectClient } from './objects.ts';
export { type PersonalData, personalDataWith } from './personal-data.ts';
export { type Platform, runEdge, runService, type StorePlatform } from './run.ts';
export { readPrivateFile, readSecret } from './secret-file.ts';
export { type Handlers, type Request, serve } from './serve.ts';
export { inSpan, traceHeaders } from './telemetry.ts';
