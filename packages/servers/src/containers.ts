import type { StartedTestContainer } from 'testcontainers';
import { type NatsUser, natsConfig } from './nats-config.ts';
import { becomePrimary, replicaSet } from './replica-set.ts';
import { ServerError } from './server-error.ts';

/** Official images unless the environment names others, e.g. ones built where no registry can be reached. */
const images = {
  nats: () => process.env['EDO_NATS_IMAGE'] ?? 'nats:2.15-alpine',
  mongo: () => process.env['EDO_MONGO_IMAGE'] ?? 'mongo:8.0',
};

export type ContainerServer = { url: string; stop(): Promise<void> };

/** A NATS with JetStream in a container, with the given users. */
export async function startNatsContainer(users?: readonly NatsUser[]): Promise<ContainerServer> {
  const config = natsConfig({ host: '0.0.0.0', port: 4222, storeDir: '/data', users });
  const container = await start(images.nats(), 4222, /Server is ready/, ['--config', '/edo.conf'], config);
  return server(container, `nats://${container.getHost()}:${container.getMappedPort(4222)}`);
}

/** A MongoDB in a container, primary of a replica set of one. */
export async function startMongoContainer(): Promise<ContainerServer> {
  const container = await start(images.mongo(), 27017, /Waiting for connections/, ['--replSet', replicaSet]);
  const host = `${container.getHost()}:${container.getMappedPort(27017)}`;
  await becomePrimary(host, '127.0.0.1:27017');
  return server(container, `mongodb://${host}/?directConnection=true`); // the set knows itself by the inner port
}

const server = (container: StartedTestContainer, url: string) => ({
  url,
  stop: async () => void (await container.stop()),
});

async function start(image: string, port: number, ready: RegExp, command: string[], config?: string) {
  const { GenericContainer, Wait } = await import('testcontainers');
  await requireDocker();
  const container = new GenericContainer(image)
    .withCommand(command)
    .withExposedPorts(port)
    .withWaitStrategy(Wait.forLogMessage(ready));
  if (config) container.withCopyContentToContainer([{ content: config, target: '/edo.conf' }]);
  return container.start();
}

async function requireDocker(): Promise<void> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  await getContainerRuntimeClient().catch((cause: unknown) => {
    throw new ServerError(
      'DOCKER_UNREACHABLE',
      'EDO_TEST_SERVERS=containers was asked for, but Docker does not answer: start Docker, or unset EDO_TEST_SERVERS to use local servers.',
      { cause },
    );
  });
}
