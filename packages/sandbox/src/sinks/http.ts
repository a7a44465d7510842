import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a sink answers to one request. */
export type Answer = { status: number; type: string; body: string };
export type Handler = (request: IncomingMessage, url: URL) => Promise<Answer>;
export type Listening = { port: number; stop(): Promise<void> };

export const json = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: `${JSON.stringify(value, null, 2)}\n`,
});
export const html = (body: string): Answer => ({ status: 200, type: 'text/html; charset=utf-8', body });
export const notFound = (what: string): Answer => json(404, { error: `${what} is not here` });

/** Where a sink listens: port 0 takes a free one; host is 127.0.0.1 unless another is given. */
export type Address = { host?: string | undefined; port: number };

/** @throws the error of `listen`, e.g. EADDRINUSE */
export async function listen({ host = '127.0.0.1', port }: Address, handler: Handler): Promise<Listening> {
  const server = createServer((request, response) => void answer(request, response, handler));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, stop };
}

async function answer(request: IncomingMessage, response: ServerResponse, handler: Handler): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sink');
  const defect = (error: Error) => json(500, { error: error.message });
  const { status, type, body } = await handler(request, url).catch(defect);
  response.writeHead(status, { 'content-type': type }).end(body);
}

/** The body of a request, at most 64 KiB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 65_536) throw new Error('the body is larger than 64 KiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
