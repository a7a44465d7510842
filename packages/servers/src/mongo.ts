import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitReady } from './await-ready.ts';
import { findProgram } from './find-program.ts';
import { startProcess } from './process.ts';
import { becomePrimary, replicaSet } from './replica-set.ts';
import { type RunningServer, run, type Started } from './running-server.ts';

export type MongoOptions = {
  /** Log and database files. */
  dataDir: string;
  /** Default 0: a free one. */
  port?: number;
};

/**
 * A mongod on 127.0.0.1, the primary of a replica set of one (transactions and change streams work).
 * @throws ServerError
 */
export async function startMongo(options: MongoOptions): Promise<RunningServer> {
  const program = await findProgram('mongo');
  return run((port) => start(program, options, port), options.port ?? 0);
}

async function start(program: string, { dataDir }: MongoOptions, port: number): Promise<Started> {
  const files = join(dataDir, 'db');
  await mkdir(files, { recursive: true });
  const process = await startProcess({
    name: 'MongoDB',
    command: program,
    args: mongodArguments(files, port),
    logFile: join(dataDir, 'mongod.log'),
    graceMs: 20_000,
  });
  const [, listening] = await awaitReady(process, /"Waiting for connections","attr":\{"port":(\d+)/, 60_000);
  const host = `127.0.0.1:${listening}`;
  await becomePrimary(host).catch(async (error) => {
    await process.stop();
    throw error;
  });
  return { process, port: Number(listening), url: `mongodb://${host}/?replicaSet=${replicaSet}` };
}

/** Small cache and oplog, no diagnostics: it shares the machine with everything else. */
function mongodArguments(files: string, port: number): string[] {
  const listen = ['--bind_ip', '127.0.0.1', '--port', `${port}`, '--nounixsocket'];
  const store = [
    '--dbpath',
    files,
    '--setParameter',
    'transactionLifetimeLimitSeconds=10', // a killed process must not hold its locks for a minute
    '--replSet',
    replicaSet,
    '--oplogSize',
    '256',
    '--wiredTigerCacheSizeGB',
    '0.5',
  ];
  const parameters = ['diagnosticDataCollectionEnabled=false', 'shutdownTimeoutMillisForSignaledShutdown=0'];
  return [
    ...listen,
    ...store,
    '--quiet',
    ...parameters.flatMap((parameter) => ['--setParameter', parameter]),
  ];
}

/** `url` with `database` in its path, all else kept. */
export const databaseUrl = (url: string, database: string): string =>
  url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`);
