import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { controlCommands, status } from './control.ts';
import { routeTo } from './routes.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

export interface ServerOptions extends Omit<SandboxOptions, 'baseUrl'> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Address that certificates and `urls` name, where it is not `http://host:port`. */
  readonly publicUrl?: string;
}

export interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly urls: {
    readonly base: string;
    readonly ocsp: string;
    readonly tsp: string;
    readonly control: string;
  };
  stop(): Promise<void>;
}

/** Starts the sandbox behind one HTTP port. @throws the error of `listen`, e.g. EADDRINUSE */
export async function startSandbox(options: ServerOptions): Promise<RunningSandbox> {
  const { host = '127.0.0.1', port = 0, publicUrl, ...rest } = options;
  let sandbox: Sandbox | undefined;
  const server = createServer((request, response) => {
    if (sandbox) void handle(sandbox, request, response).catch((error) => fail(response, error));
    else response.writeHead(503).end();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const base = publicUrl ?? `http://${host}:${(server.address() as AddressInfo).port}`;
  sandbox = createSandbox({ ...rest, baseUrl: base });
  return {
    sandbox,
    urls: { base, ocsp: `${base}/ocsp`, tsp: `${base}/tsp`, control: `${base}/control` },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
  if (pathname.startsWith('/control/')) return control(sandbox, pathname, request, response);
  if (pathname === '/readyz' || pathname === '/livez') return sendJson(response, 200, { status: 'ok' });
  const served = routeTo(sandbox, `${request.method} ${pathname}`);
  if (!served) return send(response, 404, 'text/plain', `${request.method} ${pathname} is not here`);
  const { slowMillis, down } = served.service ? sandbox.behaviours.of(served.service) : HONEST;
  const body = await readBody(request);
  if (slowMillis > 0) await wait(slowMillis, undefined, { ref: false });
  if (down === 'drop') return void request.socket.destroy();
  if (down === '503') return send(response, 503, 'text/plain', 'told to be down');
  send(response, 200, served.type, served.answer(body));
}

const HONEST = { slowMillis: 0, down: null };

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Orders from this machine alone, and not from a web page (those cannot send JSON without asking first). */
async function control(
  sandbox: Sandbox,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!LOOPBACK.has(request.socket.remoteAddress ?? ''))
    return sendJson(response, 403, { error: 'the control API answers this machine alone' });
  if (request.method === 'GET' && pathname === '/control/status')
    return sendJson(response, 200, status(sandbox));
  const command = request.method === 'POST' ? controlCommands[pathname.slice('/control/'.length)] : undefined;
  if (!command)
    return sendJson(response, 404, { error: 'no such command', commands: Object.keys(controlCommands) });
  if (!request.headers['content-type']?.startsWith('application/json'))
    return sendJson(response, 415, { error: 'send application/json' });
  const params = command.params.safeParse(JSON.parse((await readBody(request)).toString() || '{}'));
  if (!params.success) return sendJson(response, 400, { error: params.error.issues });
  sendJson(response, 200, command.run(sandbox, params.data));
}

/** Requests of OCSP, TSP and control take a few hundred bytes. */
const MOST_BYTES = 64 * 1024;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) throw new Error(`a request is at most ${MOST_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function fail(response: ServerResponse, error: Error): void {
  if (!response.headersSent) sendJson(response, 400, { error: error.message });
}

const sendJson = (response: ServerResponse, code: number, value: unknown) =>
  send(response, code, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);

function send(response: ServerResponse, code: number, type: string, body: Uint8Array | string): void {
  response.writeHead(code, { 'content-type': type }).end(body);
}
