import { randomBytes } from 'node:crypto';
import type { ServiceName } from '@edo/contracts';
import { ServiceBroker } from 'moleculer';
import type { BaseConfig } from './config.ts';

export const NAMESPACE = 'edo';

/** A Moleculer broker over NATS: queue groups balance, every request ends in time, nothing listens to process signals but `runService`. */
export function createBroker(name: ServiceName, process: string, config: BaseConfig): ServiceBroker {
  const { NATS_URL, NATS_USER, NATS_PASSWORD } = config;
  return new ServiceBroker({
    namespace: NAMESPACE,
    nodeID: `${name}.${process}.${randomBytes(4).toString('hex')}`,
    logger: {
      type: 'Pino',
      options: {
        level: config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL,
        pino: { options: { name: `${process}.broker` } },
      },
    },
    transporter: {
      type: 'NATS',
      options: {
        servers: NATS_URL.split(','),
        ...(NATS_USER ? { user: NATS_USER } : {}),
        ...(NATS_PASSWORD ? { pass: NATS_PASSWORD } : {}),
        reconnectTimeWait: 250,
        waitOnFirstConnect: true,
      },
    },
    disableBalancer: true,
    requestTimeout: 30_000,
    maxCallLevel: 10,
    heartbeatInterval: 2,
    heartbeatTimeout: 8,
    tracking: { enabled: true, shutdownTimeout: config.SHUTDOWN_SECONDS * 1000 },
    validator: false,
    internalServices: false,
    skipProcessEventRegistration: true,
  });
}
