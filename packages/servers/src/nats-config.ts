import { ServerError } from './server-error.ts';

/** A NATS user and the subjects that it may use; a list left out allows all, an empty one none. */
export type NatsUser = {
  user: string;
  password: string;
  publish?: readonly string[];
  subscribe?: readonly string[];
  /** May answer on a request's reply subject, though no list names it. */
  allowResponses?: boolean;
};

/** `port` 0: the server picks a free one. `storeDir`: where JetStream keeps its files. */
export type NatsSettings = {
  host: string;
  port: number;
  storeDir: string;
  users?: readonly NatsUser[] | undefined;
};

/** The server's configuration file; its format is a superset of JSON. */
export function natsConfig({ host, port, storeDir, users }: NatsSettings): string {
  const settings = {
    host,
    port: port === 0 ? -1 : port, // -1 is nats-server's "any free port"
    server_name: 'edo',
    jetstream: { store_dir: storeDir },
    ...(users && { authorization: { users: users.map(natsUser) } }),
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

const natsUser = ({ user, password, publish, subscribe, allowResponses }: NatsUser) => ({
  user,
  password,
  permissions: {
    ...(publish && { publish: subjects(publish) }),
    ...(subscribe && { subscribe: subjects(subscribe) }),
    ...(allowResponses && { allow_responses: true }),
  },
});

/** nats-server reads an empty allow list as "everything": say none by denying all. */
function subjects(list: readonly string[]) {
  const wrong = list.find((subject) =>
    subject.split('.').some((token) => token.length > 1 && /[*>]/.test(token)),
  );
  if (wrong) {
    throw new ServerError(
      'SUBJECT_INVALID',
      `the permission ${wrong} would match nothing: in NATS "*" and ">" stand for whole tokens between dots; make the part that varies a token of its own.`,
    );
  }
  return list.length > 0 ? { allow: list } : { deny: ['>'] };
}
