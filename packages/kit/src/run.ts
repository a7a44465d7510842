import { journal, type ServiceContract, type ServiceName } from '@edo/contracts';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { type Assertions, createAssertions, readServiceKeys } from './assertion.ts';
import { createBroker } from './broker.ts';
import { type Ask, askThrough } from './call.ts';
import { type Clock, clockWithOffset } from './clock.ts';
import { commandSeal, commandsOn } from './commands.ts';
import { type BaseConfig, ConfigError, readConfig } from './config.ts';
import { createFacts, type Facts } from './facts/facts.ts';
import { inboxPrefix } from './facts/subjects.ts';
import { type ReadinessCheck, startHealth } from './health.ts';
import { createLog, type Log } from './log.ts';
import { connectMongo, prepareModels, type Transaction, transactionOn } from './mongo.ts';
import { type Handlers, serve } from './serve.ts';
import { startTelemetry } from './telemetry.ts';

/** What every service process stands on. */
export interface Platform<C extends BaseConfig> {
  readonly config: C;
  readonly log: Log;
  readonly clock: Clock;
  readonly assertions: Assertions;
  readonly ask: Ask;
  readonly nats: NatsConnection;
  /** Serves a contract from now on (or from the start of the broker); the result takes it off the bus again. */
  serve<S extends ServiceContract>(contract: S, handlers: Handlers<S>): () => Promise<void>;
  /** `/readyz` answers 503 while the check throws. */
  readiness(name: string, check: ReadinessCheck): void;
  /** Steps of the graceful stop, the last registered first; they run while the bus and the database still answer. */
  onStop(step: () => Promise<void>): void;
}

/** A platform with a database of its own, and so with facts. */
export interface StorePlatform<C extends BaseConfig> extends Platform<C> {
  readonly connection: Connection;
  readonly transaction: Transaction;
  readonly facts: Facts;
}

interface Service<S extends z.ZodType> {
  readonly name: ServiceName;
  /** Distinguishes the processes of one service: `archive-journal`. */
  readonly process?: (config: z.infer<S>) => string;
  readonly config: S;
}

/** Registers models, handlers and consumers; what it returns runs once all of that is on the bus. */
type Setup<P> = (platform: P) => Promise<(() => Promise<void>) | undefined> | Promise<void>;

/** Runs a service process without a database until SIGTERM or SIGINT; exits 78 when its configuration is wrong. */
export async function runEdge<S extends z.ZodType<BaseConfig>>(
  service: Service<S>,
  setup: Setup<Platform<z.infer<S>>>,
): Promise<void> {
  await endingClearly(async () => {
    const process_ = await startProcess(service);
    const begin = await setup(process_.platform);
    await process_.broker.start();
    await begin?.();
    process_.ready();
  });
}

/** Runs a service process with its own database, its outbox relay and its consumers, until SIGTERM or SIGINT. */
export async function runService<S extends z.ZodType<BaseConfig & { MONGO_URL: string }>>(
  service: Service<S>,
  setup: Setup<StorePlatform<z.infer<S>>>,
): Promise<void> {
  await endingClearly(async () => {
    const process_ = await startProcess(service);
    const { platform, log } = process_;
    const connection = await connectMongo((platform.config as { MONGO_URL: string }).MONGO_URL);
    process_.atLast(() => connection.close());
    platform.readiness('database', async () => void (await connection.db!.admin().ping()));
    const { ask, nats, clock } = platform;
    const facts = createFacts({
      connection,
      source: service.name,
      append: (rows) => ask(journal.actions.append, { facts: rows }),
      readEntries: (from, count) => ask(journal.actions.entries, { from, count }),
      nats,
      log,
      clock,
    });
    process_.serving.commands = commandsOn(connection, commandSeal(process_.serviceKey));
    const begin = await setup({ ...platform, connection, transaction: transactionOn(connection), facts });
    await prepareModels(connection);
    await process_.broker.start();
    await facts.start();
    platform.onStop(() => facts.stop());
    await begin?.();
    process_.ready();
  });
}

async function startProcess<S extends z.ZodType<BaseConfig>>(service: Service<S>) {
  const config = readConfig(service.config, process.env);
  const name = service.process?.(config) ?? service.name;
  if (config.EDO_ENVIRONMENT === 'production' && config.EDO_CLOCK_OFFSET_MS !== 0)
    throw new ConfigError('EDO_CLOCK_OFFSET_MS: a moved clock is for development only');
  const telemetry = startTelemetry(name, config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const log = createLog(name, config.LOG_LEVEL);
  const clock = clockWithOffset(config.EDO_CLOCK_OFFSET_MS);
  const health = await startHealth(config.HOST, config.HEALTH_PORT, telemetry.prometheus);
  let stage = 'is starting';
  health.readiness('process', () => {
    if (stage !== '') throw new Error(stage);
  });
  const keys = await readServiceKeys(service.name, config.SERVICE_KEY_FILE, config.SERVICE_KEYS_FILE);
  const assertions = createAssertions(keys, clock);
  const { NATS_USER: user, NATS_PASSWORD: pass } = config;
  const nats = await connect({
    servers: config.NATS_URL.split(','),
    name,
    inboxPrefix: inboxPrefix(service.name),
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    ...(user ? { user } : {}),
    ...(pass ? { pass } : {}),
  });
  const broker = createBroker(service.name, name, config);
  const ask = askThrough(service.name, broker, assertions);
  const serving: { assertions: Assertions; ask: Ask; commands?: ReturnType<typeof commandsOn> } = {
    assertions,
    ask,
  };
  const steps: (() => Promise<void>)[] = [];
  const lastSteps: (() => Promise<void>)[] = [];
  const stop = async (signal: string) => {
    stage = 'is stopping';
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), config.SHUTDOWN_SECONDS * 1000 + 5000).unref();
    for (const step of [
      ...steps.reverse(),
      () => broker.stop() as Promise<void>,
      ...lastSteps,
      () => nats.close(),
      () => health.close(),
      () => telemetry.stop(),
    ]) {
      await step().catch((error) => log.error({ err: error }, 'a step of the stop failed'));
    }
    log.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
  const platform: Platform<z.infer<S>> = {
    config,
    log,
    clock,
    assertions,
    ask,
    nats,
    serve: (contract, handlers) => {
      const running = broker.createService(serve(contract, handlers, serving));
      return async () => void (await broker.destroyService(running));
    },
    readiness: health.readiness,
    onStop: (step) => void steps.push(step),
  };
  const ready = () => {
    stage = '';
    log.info({ node: process.version, healthPort: health.port }, 'ready');
  };
  return {
    platform,
    log,
    broker,
    serving,
    serviceKey: keys.privateKey,
    ready,
    atLast: (step: () => Promise<void>) => void lastSteps.push(step),
  };
}

/** A wrong configuration is told as sentences and exit code 78 (EX_CONFIG); anything else that stops the start is a defect. */
async function endingClearly(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    process.stderr.write(
      `${error instanceof ConfigError ? error.message : ((error as Error).stack ?? String(error))}\n`,
    );
    process.exit(error instanceof ConfigError ? 78 : 1);
  }
}
