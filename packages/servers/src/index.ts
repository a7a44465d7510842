export { guard } from './guardian.ts';
export { databaseUrl, type MongoOptions, startMongo } from './mongo.ts';
export { type NatsOptions, startNats } from './nats.ts';
export type { NatsUser } from './nats-config.ts';
export { type Exit, type ProcessSpec, type RunningProcess, startProcess } from './process.ts';
export type { RunningServer } from './running-server.ts';
export { ServerError, type ServerErrorCode } from './server-error.ts';
export { startTestServers, type TestServers } from './test-servers.ts';
