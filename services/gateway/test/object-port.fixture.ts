import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** An object port that keeps nothing but size and digest of what comes, and can send bytes without end. */
export async function startObjectPort() {
  const stored = new Map<string, { size: number; sha256: string; mediaType: string | undefined }>();
  const contents = new Map<string, Buffer>();
  /** Objects of this size whose bytes are made as they are read. */
  const sizes = new Map<string, number>();
  const seen: { authorization: string | undefined }[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse, objectId: string) => {
    const hash = createHash('sha256');
    let size = 0;
    for await (const part of request as AsyncIterable<Buffer>) {
      hash.update(part);
      size += part.length;
    }
    const entry = { size, sha256: hash.digest('hex'), mediaType: request.headers['content-type'] };
    stored.set(objectId, entry);
    response.writeHead(201).end(JSON.stringify({ objectId, size, sha256: entry.sha256 }));
  };
  const give = (response: ServerResponse, objectId: string) => {
    const content = contents.get(objectId);
    const size = sizes.get(objectId);
    if (content) response.end(content);
    else if (size) Readable.from(bytesOf(size)).pipe(response);
    else response.writeHead(404).end(JSON.stringify({ code: 'NOT_FOUND', message: 'no such object' }));
  };
  const server = createServer((request, response) => {
    seen.push({ authorization: request.headers.authorization });
    const objectId = request.url!.slice('/objects/'.length);
    if (request.method === 'PUT') take(request, response, objectId).catch(() => response.destroy());
    else give(response, objectId);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stored,
    contents,
    sizes,
    seen,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** So many random bytes, in parts of 64 KiB, made as they are taken. */
export async function* bytesOf(size: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const part = new Uint8Array(randomBytes(65_536));
  for (let left = size; left > 0; left -= part.length)
    yield left >= part.length ? part : part.subarray(0, left);
}
