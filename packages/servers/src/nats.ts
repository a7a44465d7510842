import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitReady } from './await-ready.ts';
import { findProgram } from './find-program.ts';
import { type NatsUser, natsConfig } from './nats-config.ts';
import { startProcess } from './process.ts';
import { type RunningServer, run, type Started } from './running-server.ts';

export type NatsOptions = {
  /** Configuration, log and JetStream's files. */
  dataDir: string;
  /** Default 0: a free one. */
  port?: number;
  /** Who may connect and do what; default: anybody, everything. */
  users?: readonly NatsUser[];
};

/**
 * A nats-server with JetStream on 127.0.0.1, ready for clients.
 * @throws ServerError
 */
export async function startNats(options: NatsOptions): Promise<RunningServer> {
  const program = await findProgram('nats');
  return run((port) => start(program, options, port), options.port ?? 0);
}

async function start(program: string, { dataDir, users }: NatsOptions, port: number): Promise<Started> {
  await mkdir(dataDir, { recursive: true });
  const config = join(dataDir, 'nats.conf');
  await writeFile(config, natsConfig({ host: '127.0.0.1', port, storeDir: dataDir, users }), { mode: 0o600 });
  await chmod(config, 0o600); // it may have been there before
  const process = await startProcess({
    name: 'NATS',
    command: program,
    args: ['--config', config],
    logFile: join(dataDir, 'nats.log'),
  });
  const [, listening] = await awaitReady(
    process,
    /Listening for client connections on \S+:(\d+)[\s\S]*Server is ready/,
    30_000,
  );
  return { process, port: Number(listening), url: `nats://127.0.0.1:${listening}` };
}
