import { block, type HostOf, type PortName, type Ports } from '../start/ports.ts';

/** Where probes and metrics of every container answer; the Dockerfile says the same. */
const HEALTH_PORT = 8081;

const first = block(4000);
const isHealth = (name: string) => name.startsWith('health-');

/** The ports of the platform inside containers, each of which has a network of its own. */
export const ports: Ports = {
  ...(Object.fromEntries(
    Object.entries(first).map(([name, port]) => [name, isHealth(name) ? HEALTH_PORT : port]),
  ) as Ports),
  nats: 4222,
  mongo: 27017,
};

const shared: Partial<Record<PortName, string>> = {
  mail: 'sinks',
  sms: 'sinks',
  smtp: 'sinks',
  objects: 'archive-objects',
};

/** The service of docker-compose.yml that has the port; containers know each other by these names. */
const hostOf: HostOf = (port) => shared[port] ?? port.replace(/^health-/, '');

/** Folders inside containers. */
export const folders = {
  /** What a process keeps; a volume. */
  data: '/data',
  /** What the setup gives a process, readable by it alone. */
  given: '/run/edo',
  /** In the setup: the keys and passwords of all. */
  keys: '/keys',
  /** In the setup: `/run/edo` of every other container, by its name. */
  parcels: '/parcels',
} as const;

export const containers = { dataDir: folders.data, ports, hostOf };

/** Where a container reaches a port of another. */
export const urlOf = (port: PortName, scheme = 'http') => `${scheme}://${hostOf(port)}:${ports[port]}`;
