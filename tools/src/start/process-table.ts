import { join } from 'node:path';
import type { ServiceName } from '@edo/contracts';
import type { PortName, Ports } from './ports.ts';
import type { ProcessRow } from './processes.ts';
import type { Backing } from './servers.ts';
import type { Credentials } from './service-keys.ts';

/** What the rows of the table are filled from. */
export type Place = { dataDir: string; ports: Ports; credentials: Credentials; backing: Backing };

const http = (port: number) => `http://127.0.0.1:${port}`;

/** What the services stand on, besides NATS and MongoDB: a НУЦ РК, a mail server and an SMS gateway. */
export const outsideWorld = ({ dataDir, ports }: Place): ProcessRow[] => [
  row(ports, 'sandbox', 'packages/sandbox/src/main.ts', {
    SANDBOX_DIR: join(dataDir, 'sandbox'),
    SANDBOX_PORT: `${ports.sandbox}`,
  }),
  row(ports, 'sinks', 'packages/sandbox/src/sinks/main.ts', {
    SINK_DIR: join(dataDir, 'sinks'),
    SMTP_PORT: `${ports.smtp}`,
    MAIL_HTTP_PORT: `${ports.mail}`,
    SMS_HTTP_PORT: `${ports.sms}`,
  }),
];

/** The seven services; archive runs as three. */
export function services(place: Place): ProcessRow[] {
  const { dataDir, ports } = place;
  const objects = { OBJECTS_URL: http(ports.objects) };
  const archive = { ...objects, OBJECTS_PORT: `${ports.objects}`, OBJECTS_DIR: join(dataDir, 'objects') };
  return [
    service(place, 'identity', {}),
    service(place, 'documents', objects),
    service(place, 'signature', { ...objects, SANDBOX_URL: http(ports.sandbox) }),
    service(place, 'notifications', { SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`, SMS_URL: http(ports.sms) }),
    service(place, 'archive', { ...archive, ARCHIVE_ROLE: 'journal' }, 'archive-journal'),
    service(place, 'archive', { ...archive, ARCHIVE_ROLE: 'objects' }, 'archive-objects'),
    service(place, 'archive', { ...archive, ARCHIVE_ROLE: 'jobs' }, 'archive-jobs'),
    service(place, 'disputes', objects),
    service(place, 'gateway', { ...objects, GATEWAY_PORT: `${ports.gateway}` }),
  ];
}

type ServiceProcess =
  | Exclude<ServiceName, 'archive'>
  | 'archive-journal'
  | 'archive-objects'
  | 'archive-jobs';

function service(
  { ports, credentials, backing }: Place,
  name: ServiceName,
  own: Record<string, string>,
  process: ServiceProcess = name as Exclude<ServiceName, 'archive'>,
): ProcessRow {
  return row(ports, process, `services/${name}/src/main.ts`, {
    EDO_ENVIRONMENT: 'development',
    SERVICE_KEY_FILE: credentials.keyFile(name),
    SERVICE_KEYS_FILE: credentials.keysFile,
    ...backing.natsEnv(name),
    ...(name !== 'gateway' && { MONGO_URL: backing.mongoUrl(name) }),
    ...own,
  });
}

function row(
  ports: Ports,
  name: ServiceProcess | 'sandbox' | 'sinks',
  entry: string,
  env: Record<string, string>,
): ProcessRow {
  const healthPort = ports[`health-${name}` satisfies PortName];
  return { name, entry, env: { ...env, HEALTH_PORT: `${healthPort}` }, healthPort };
}
