import { join } from 'node:path';
import { type ServiceName, serviceNames } from '@edo/contracts';
import type { KeyFolder } from './key-folder.ts';
import { firstLoginFile, operator } from './operator.ts';
import type { HostOf, PortName, Ports } from './ports.ts';
import type { ProcessRow } from './processes.ts';
import type { Backing } from './servers.ts';

/** What the rows of the table are filled from. */
export type Place = {
  dataDir: string;
  ports: Ports;
  hostOf: HostOf;
  keys: KeyFolder;
  backing: Backing;
  /** PKCS#12 of the operator, issued by the sandbox. */
  operatorKeyFile: string;
};

type Environment = Record<string, string>;

/** The seven services; archive runs as three. */
export const serviceProcesses = [
  'archive-journal',
  'archive-objects',
  'archive-jobs',
  'identity',
  'documents',
  'signature',
  'notifications',
  'disputes',
  'gateway',
] as const;
export type ServiceProcess = (typeof serviceProcesses)[number];

type Where = Pick<Place, 'dataDir' | 'ports' | 'hostOf'>;

const http = ({ ports, hostOf }: Where, port: PortName) => `http://${hostOf(port)}:${ports[port]}`;

/** The sandbox НУЦ РК: its address, and what it keeps for those who trust it. */
export const sandboxOf = (where: Where) => {
  const folder = join(where.dataDir, 'sandbox');
  return { url: http(where, 'sandbox'), folder, trustList: join(folder, 'trust/trust-list.json') };
};

/** What the services stand on, besides NATS and MongoDB: a НУЦ РК, a mail server and an SMS gateway. */
export function outsideWorld(where: Where): ProcessRow[] {
  const { ports } = where;
  const { url, folder } = sandboxOf(where);
  return [
    row('sandbox', 'packages/sandbox/src/main.ts', ports.sandbox, {
      PORT: `${ports.sandbox}`,
      PUBLIC_URL: url,
      DATA_DIR: folder,
    }),
    row('sinks', 'packages/sandbox/src/sinks/main.ts', ports['health-sinks'], {
      SINK_DIR: join(where.dataDir, 'sinks'),
      SMTP_PORT: `${ports.smtp}`,
      MAIL_HTTP_PORT: `${ports.mail}`,
      SMS_HTTP_PORT: `${ports.sms}`,
      HEALTH_PORT: `${ports['health-sinks']}`,
    }),
  ];
}

/** A row for each process of the services. */
export function services(place: Place): ProcessRow[] {
  const keysFile = place.keys.publicKeys(serviceNames);
  const own = ownEnvironments(place);
  return serviceProcesses.map((process) =>
    service(place, process, { SERVICE_KEYS_FILE: keysFile, ...own[process] }),
  );
}

/** What a process is configured by beside what every one is. */
function ownEnvironments(place: Place): Record<ServiceProcess, Environment> {
  const { dataDir, ports, hostOf, keys } = place;
  const objects = { OBJECTS_URL: http(place, 'objects') };
  return {
    'archive-journal': {
      ...objects,
      JOURNAL_ORIGIN: 'edo.test/journal',
      JOURNAL_KEY_FILE: keys.signingKey('journal'),
      JOURNAL_ANCHOR_DIR: join(dataDir, 'journal-anchor'),
      OPERATOR_BIN: operator.bin,
      OPERATOR_NAME: operator.name,
    },
    'archive-objects': {
      OBJECTS_PORT: `${ports.objects}`,
      OBJECTS_KEK_FILE: keys.secret('objects-kek'),
    },
    'archive-jobs': objects,
    identity: {
      IDENTITY_SECRET_FILE: keys.secret('identity'),
      OPERATOR_BOOTSTRAP_FILE: firstLoginFile(keys),
    },
    documents: { ...objects, DOCUMENTS_SECRET_FILE: keys.secret('documents') },
    signature: { ...objects, ...signature(place) },
    notifications: {
      SMTP_URL: `smtp://${hostOf('smtp')}:${ports.smtp}`,
      MAIL_FROM: operator.mailFrom,
      SMS_URL: `${http(place, 'sms')}/messages`,
      NOTIFICATIONS_SECRET_FILE: keys.secret('notifications'),
    },
    disputes: { ...objects, DISPUTES_SECRET_FILE: keys.secret('disputes') },
    gateway: { ...objects, GATEWAY_PORT: `${ports.gateway}` },
  };
}

/** Where `signature` asks, whom it trusts and with which key it signs. */
function signature(place: Place): Environment {
  const { url, trustList } = sandboxOf(place);
  const crls = ['gost2015', 'rsa', 'gost2004'].flatMap((kind) => [`nca_${kind}`, `nca_d_${kind}`]);
  return {
    TRUST_LIST: trustList,
    OCSP_URL: `${url}/ocsp`,
    TSP_URL: `${url}/tsp`,
    CRL_URLS: crls.map((name) => `${url}/crl/${name}.crl`).join(','),
    OPERATOR_KEY_FILE: place.operatorKeyFile,
    OPERATOR_KEY_PASSWORD_FILE: place.keys.passwordFile(operator.keyName),
  };
}

/** What every service is configured by; `archive-journal` is the service archive in the role journal. */
function service({ ports, keys, backing }: Place, process: ServiceProcess, own: Environment): ProcessRow {
  const [service, role] = process.split('-') as [ServiceName, string | undefined];
  return row(process, `services/${service}/src/main.ts`, ports[`health-${process}`], {
    EDO_ENVIRONMENT: 'development',
    HEALTH_PORT: `${ports[`health-${process}`]}`,
    SERVICE_KEY_FILE: keys.signingKey(service),
    ...backing.natsEnv(service),
    ...(service !== 'gateway' && { MONGO_URL: backing.mongoUrl(service) }),
    ...(role && { ARCHIVE_ROLE: role }),
    ...own,
  });
}

const row = (name: string, entry: string, healthPort: number, env: Environment): ProcessRow => ({
  name,
  entry,
  env,
  healthPort,
});
