import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ServiceName, signature } from '@edo/contracts';
import {
  askThrough,
  clockWithOffset,
  commandSeal,
  commandsOn,
  connectMongo,
  createAssertions,
  createBroker,
  createFacts,
  createLog,
  objectClient,
  prepareModels,
  readServiceKeys,
  serve,
  transactionOn,
} from '@edo/kit';
import { type Identity, startSandbox, writePkcs12, writeTrustList } from '@edo/sandbox';
import { startProcess, startTestServers } from '@edo/servers';
import { authoritiesOf } from '../src/authorities/authorities.ts';
import { Config } from '../src/config.ts';
import { openOperatorKey } from '../src/operator-key.ts';
import { signatureService } from '../src/signature.service.ts';
import { signatureStore } from '../src/store.ts';
import { TOOL } from '../src/tool.ts';
import { readTrust } from '../src/trust.ts';

const SERVICES: readonly ServiceName[] = ['signature', 'archive', 'documents', 'identity'];
/** A start may take long on a busy machine; give it to `beforeAll` too. */
export const START_MILLIS = 120_000;
export const OPERATOR = {
  commonName: 'ИС "Оператор (тест)"',
  organization: 'ТОО "Оператор (тест)"',
  bin: '210140000016',
};

/** signature as it runs, on real NATS and MongoDB, with archive's objects as a process and a sandbox НУЦ РК; `at`: where its clock starts. */
export async function startWorld({ at }: { at?: string } = {}) {
  const stack = new AsyncDisposableStack();
  try {
    return await start(stack, at ? Date.parse(at) - Date.now() : 0);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** What is started is put on the stack at once, so that a start that fails leaves nothing behind. */
async function start(stack: AsyncDisposableStack, clockOffset: number) {
  const folder = await mkdtemp(join(tmpdir(), 'edo-signature-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const clock = movableClock(clockOffset);
  const servers = await startTestServers();
  stack.defer(servers.stop);
  const sandbox = await startSandbox({ clock, rsaAuthorityBits: 2048 });
  stack.defer(sandbox.stop);
  const keysFile = await writeKeys(folder);
  const objectsUrl = await startArchiveObjects(folder, servers, keysFile, stack);
  const operator = sandbox.sandbox.issue({ profile: 'information-system', subject: OPERATOR });
  const config = Config.parse({
    EDO_ENVIRONMENT: 'development',
    NATS_URL: servers.natsUrl,
    MONGO_URL: servers.mongoUrl('signature'),
    SERVICE_KEY_FILE: join(folder, 'signature.pem'),
    SERVICE_KEYS_FILE: keysFile,
    HEALTH_PORT: 0,
    LOG_LEVEL: 'error',
    OBJECTS_URL: objectsUrl,
    TRUST_LIST: writeTrustList(sandbox.sandbox, join(folder, 'trust')).path,
    OCSP_URL: sandbox.urls.ocsp,
    TSP_URL: sandbox.urls.tsp,
    CRL_URLS: ['nca', 'nca_d'].map((of) => `${sandbox.urls.base}/crl/${of}_gost2015.crl`).join(),
    AUTHORITY_TIMEOUT_MILLIS: 400,
    AUTHORITY_BUDGET_MILLIS: 900,
    OPERATOR_KEY_FILE: await keyFile(folder, 'operator.p12', operator),
    OPERATOR_KEY_PASSWORD_FILE: await privateFile(folder, 'operator.password', 'Qwerty12\n'),
  });
  const node = async (name: ServiceName) => {
    const broker = createBroker(name, name, config);
    const keys = await readServiceKeys(name, join(folder, `${name}.pem`), keysFile);
    const assertions = createAssertions(keys, clockWithOffset(0));
    return {
      broker,
      assertions,
      seal: commandSeal(keys.privateKey),
      ask: askThrough(name, broker, assertions),
    };
  };
  const own = await node('signature');
  const documents = await node('documents');
  const archive = await node('archive');
  const identity = await node('identity');
  const connection = await connectMongo(config.MONGO_URL);
  stack.defer(() => connection.close());
  const log = createLog('signature', 'fatal');
  const facts = createFacts({
    connection,
    source: 'signature',
    append: async () => ({ results: [], checkpoint: { size: 0, rootHash: '', note: '' } }),
    readEntries: async () => ({ entries: [], size: 0 }),
    nats: null,
    log,
    clock,
  });
  const trust = await readTrust(config);
  const objects = objectClient({ baseUrl: config.OBJECTS_URL, assertions: own.assertions });
  const authorities = authoritiesOf(config, trust.list, clock, log);
  const handlers = signatureService({
    ask: own.ask,
    objects,
    authorities,
    trust,
    operatorKey: await openOperatorKey(config, trust.list, clock, log),
    store: signatureStore(connection),
    transaction: transactionOn(connection),
    facts,
    clock,
    tool: { ...TOOL, basis: config.VALIDATION_BASIS },
  });
  own.broker.createService(
    serve(signature, handlers, { ...own, commands: commandsOn(connection, own.seal) }),
  );
  await prepareModels(connection);
  for (const { broker } of [own, documents, archive, identity]) {
    await broker.start();
    stack.defer(() => broker.stop() as Promise<void>);
  }
  for (const { broker } of [documents, archive, identity]) await broker.waitForServices(['signature']);
  await own.broker.waitForServices(['objects']);
  return {
    config,
    clock,
    sandbox: sandbox.sandbox,
    trust,
    authorities,
    connection,
    servers,
    folder,
    operator,
    askAs: { documents: documents.ask, archive: archive.ask, identity: identity.ask },
    /** As documents does. */
    objects: objectClient({ baseUrl: config.OBJECTS_URL, assertions: documents.assertions }),
    stop: () => stack.disposeAsync(),
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;

function movableClock(start: number) {
  let offset = start;
  const millis = () => Date.now() + offset;
  return {
    millis,
    now: () => new Date(millis()).toISOString(),
    move: (by: number) => {
      offset += by;
    },
    reset: () => {
      offset = start;
    },
  };
}

async function startArchiveObjects(
  folder: string,
  servers: { natsUrl: string; mongoUrl(name: string): string },
  keysFile: string,
  stack: AsyncDisposableStack,
): Promise<string> {
  const [port, health] = [await freePort(), await freePort()];
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const process_ = await startProcess({
    name: 'archive-objects',
    command: process.execPath,
    args: [join(root, 'services/archive/src/main.ts')],
    cwd: root,
    logFile: join(folder, 'archive.log'),
    env: {
      PATH: process.env['PATH'],
      EDO_ENVIRONMENT: 'development',
      ARCHIVE_ROLE: 'objects',
      NATS_URL: servers.natsUrl,
      MONGO_URL: servers.mongoUrl('archive'),
      SERVICE_KEY_FILE: join(folder, 'archive.pem'),
      SERVICE_KEYS_FILE: keysFile,
      HEALTH_PORT: `${health}`,
      OBJECTS_PORT: `${port}`,
      OBJECTS_KEK_FILE: await privateFile(folder, 'kek', randomBytes(32).toString('base64')),
    },
  });
  stack.defer(async () => void (await process_.stop()));
  for (const deadline = Date.now() + START_MILLIS; Date.now() < deadline; await wait(100)) {
    if (process_.exit()) throw new Error(`archive-objects ended: ${await process_.output()}`);
    const ready = await fetch(`http://127.0.0.1:${health}/readyz`).catch(() => undefined);
    if (ready?.ok) return `http://127.0.0.1:${port}`;
  }
  throw new Error(`archive-objects is not ready: ${await process_.output()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function privateFile(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content, { mode: 0o600 });
  return join(folder, name);
}

export const keyFile = (folder: string, name: string, identity: Identity): Promise<string> =>
  privateFile(folder, name, writePkcs12(identity, 'Qwerty12'));

/** A key for each service, and the JWKS of them all. */
async function writeKeys(folder: string): Promise<string> {
  const keys = await Promise.all(
    SERVICES.map(async (kid) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      await privateFile(folder, `${kid}.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA' };
    }),
  );
  return privateFile(folder, 'keys.json', JSON.stringify({ keys }));
}
