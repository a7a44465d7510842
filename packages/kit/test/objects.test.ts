import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { objectClient } from '../src/objects.ts';

const stored = new Map<string, Buffer>();
const seen: IncomingMessage[] = [];

/** The object port as `archive` documents it, in memory. */
async function port(request: IncomingMessage, response: ServerResponse) {
  seen.push(request);
  const id = request.url!.slice('/objects/'.length);
  if (request.method === 'PUT') {
    const content = await buffer(request);
    stored.set(id, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    response.writeHead(201).end(JSON.stringify({ objectId: id, size: content.length, sha256 }));
  } else if (stored.has(id)) response.end(stored.get(id));
  else if (id === 'destroyed')
    response.writeHead(410).end(JSON.stringify({ code: 'OBJECT_DESTROYED', message: 'destroyed' }));
  else if (id === 'silent') return;
  else if (id === 'cut')
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  else response.writeHead(404).end();
}

let server: Server;
let client: ReturnType<typeof objectClient>;
beforeAll(async () => {
  server = createServer((request, response) => void port(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = objectClient({
    baseUrl,
    assertions: { caller: async (audience) => `signed-for-${audience}` },
    timeoutMillis: 300,
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const CHOSEN = '0192f0c1-2a3b-7c4d-8e5f-60718293a4b5';

describe('the object client', () => {
  const bytes = Buffer.from('content of a document');

  it('stores bytes under a new UUIDv7 and reads them back', async () => {
    const { objectId, size } = await client.put(bytes, { mediaType: 'application/pdf' });
    expect(objectId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(size).toBe(bytes.length);
    expect(Buffer.from(await client.bytes(objectId, 1000))).toEqual(bytes);
  });

  it('says who calls, with an assertion meant for objects, and the media type', async () => {
    await client.put(bytes, { objectId: CHOSEN, mediaType: 'application/pdf' });
    expect(seen.at(-1)!.headers).toMatchObject({
      authorization: 'Bearer signed-for-objects',
      'content-type': 'application/pdf',
    });
    expect(seen.at(-1)!.url).toBe(`/objects/${CHOSEN}`);
  });

  it('stores a stream', async () => {
    async function* parts() {
      yield bytes.subarray(0, 7);
      yield bytes.subarray(7);
    }
    const { objectId } = await client.put(parts(), { mediaType: 'text/plain' });
    expect(stored.get(objectId)).toEqual(bytes);
  });

  it('reads no more than it was allowed', async () => {
    const { objectId } = await client.put(bytes, { mediaType: 'text/plain' });
    await expect(client.bytes(objectId, 5)).rejects.toMatchObject({ code: 'OBJECT_TOO_LARGE' });
  });

  it.each([
    ['absent', 'NOT_FOUND'],
    ['destroyed', 'OBJECT_DESTROYED'],
    ['silent', 'SERVICE_UNAVAILABLE'],
    ['cut', 'SERVICE_UNAVAILABLE'],
  ])('refuses an object that is %s as %s', async (id, code) => {
    await expect(client.bytes(id, 1000)).rejects.toMatchObject({ code });
  });

  it('says SERVICE_UNAVAILABLE where nobody listens', async () => {
    const nowhere = objectClient({ baseUrl: 'http://127.0.0.1:1', assertions: { caller: async () => 'x' } });
    await expect(nowhere.get('any')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});
