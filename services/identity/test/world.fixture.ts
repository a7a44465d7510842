import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  identity,
  notifications,
  type Params,
  type Result,
  type ServiceName,
  signature,
} from '@edo/contracts';
import {
  askThrough,
  type BaseConfig,
  type Clock,
  commandSeal,
  commandsOn,
  connectMongo,
  createAssertions,
  createBroker,
  createFacts,
  createLog,
  personalDataWith,
  prepareModels,
  readServiceKeys,
  serve,
  transactionOn,
} from '@edo/kit';
import { startTestServers } from '@edo/servers';
import { Config } from '../src/config.ts';
import { identityHandlers } from '../src/identity.service.ts';
import { passwordsWith } from '../src/passwords.ts';
import { storeOn } from '../src/store.ts';

export type SentCode = Params<typeof notifications.actions.sendCode>;
export type Judged = Result<typeof signature.actions.describeCertificate>;
const SERVICES: readonly ServiceName[] = ['identity', 'gateway', 'documents', 'signature', 'notifications'];

/** identity as it runs, on real NATS and MongoDB, with two neighbours that say what a test tells them to. */
export async function startWorld() {
  const servers = await startTestServers();
  const folder = await mkdtemp(join(tmpdir(), 'edo-identity-'));
  const keysFile = await writeKeys(folder);
  const config = Config.parse({
    EDO_ENVIRONMENT: 'development',
    NATS_URL: servers.natsUrl,
    MONGO_URL: servers.mongoUrl('identity'),
    SERVICE_KEY_FILE: join(folder, 'identity.pem'),
    SERVICE_KEYS_FILE: keysFile,
    HEALTH_PORT: 0,
    IDENTITY_SECRET_FILE: join(folder, 'secret'),
    CODES_PER_USER_HOUR: 8,
    CODES_PER_ADDRESS_DAY: 12,
    LOG_LEVEL: 'error',
  });
  const clock = movableClock();
  const node = async (name: ServiceName) => {
    const broker = createBroker(name, name, config as BaseConfig);
    const keys = await readServiceKeys(name, join(folder, `${name}.pem`), keysFile);
    const assertions = createAssertions(keys, clock);
    return { broker, assertions, privateKey: keys.privateKey, ask: askThrough(name, broker, assertions) };
  };
  const [own, gateway, documents, neighbours, signer] = await Promise.all(
    (['identity', 'gateway', 'documents', 'notifications', 'signature'] as const).map(node),
  );

  const connection = await connectMongo(config.MONGO_URL);
  const store = storeOn(
    connection,
    personalDataWith({ personalData: randomBytes(32), blindIndex: randomBytes(32) }),
  );
  const passwords = await passwordsWith(randomBytes(32));
  const log = createLog('identity', 'error');
  const facts = createFacts({
    connection,
    source: 'identity',
    append: async () => ({ results: [], checkpoint: { size: 0, rootHash: '', note: '' } }),
    readEntries: async () => ({ entries: [], size: 0 }),
    nats: null,
    log,
    clock,
  });
  const transaction = transactionOn(connection);
  const codeKey = randomBytes(32);
  const handlers = identityHandlers({
    store,
    facts,
    transaction,
    assertions: own!.assertions,
    clock,
    passwords,
    codeKey,
    config,
  });
  const serving = {
    assertions: own!.assertions,
    ask: own!.ask,
    commands: commandsOn(connection, commandSeal(own!.privateKey)),
  };
  own!.broker.createService(serve(identity, handlers, serving));

  const codes: SentCode[] = [];
  const told = { sendStatus: 'sent' as 'sent' | 'failed', judged: undefined as Judged | undefined };
  neighbours!.broker.createService(
    serve(
      notifications,
      {
        sendCode: async ({ params }) => {
          codes.push(params);
          return { messageId: params.challengeId, status: told.sendStatus };
        },
        messages: async () => ({ items: [], next: null }),
      },
      neighbours!,
    ),
  );
  const unasked = async () => {
    throw new Error('identity does not ask this');
  };
  signer!.broker.createService(
    serve(
      signature,
      {
        describeCertificate: async () => told.judged!,
        validate: unasked,
        signAsOperator: unasked,
        stamp: unasked,
        trustList: unasked,
      },
      signer!,
    ),
  );
  await prepareModels(connection);
  const nodes = [own!, gateway!, documents!, neighbours!, signer!];
  await Promise.all(nodes.map(({ broker }) => broker.start()));
  await gateway!.broker.waitForServices(['identity']);
  await documents!.broker.waitForServices(['identity']);
  await own!.broker.waitForServices(['notifications', 'signature']);
  return {
    config,
    clock,
    store,
    passwords,
    connection,
    codes,
    told,
    folder,
    servers,
    /** Asks as the gateway does. */
    ask: gateway!.ask,
    /** Asks as documents does. */
    askAsDocuments: documents!.ask,
    verifyActor: documents!.assertions.verifyActor,
    async stop() {
      await Promise.all(nodes.map(({ broker }) => broker.stop()));
      await connection.close();
      await servers.stop();
      await rm(folder, { recursive: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;

/** Runs with the machine's until it is moved. */
function movableClock(): Clock & { move(millis: number): void; reset(): void } {
  let offset = 0;
  const millis = () => Date.now() + offset;
  return {
    millis,
    now: () => new Date(millis()).toISOString(),
    move: (by) => {
      offset += by;
    },
    reset: () => {
      offset = 0;
    },
  };
}

/** A key for each service, and the JWKS of them all. */
async function writeKeys(folder: string): Promise<string> {
  const jwk = (name: string, key: KeyObject) => ({
    ...key.export({ format: 'jwk' }),
    kid: name,
    alg: 'EdDSA',
  });
  const keys = await Promise.all(
    SERVICES.map(async (name) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      await writeFile(join(folder, `${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
      return jwk(name, publicKey);
    }),
  );
  const file = join(folder, 'keys.json');
  await writeFile(file, JSON.stringify({ keys }));
  return file;
}
