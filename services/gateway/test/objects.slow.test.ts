import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto';
import { request } from 'node:http';
import { documents, objects, Refusal } from '@edo/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bytesOf } from './object-port.fixture.ts';
import { problem, problemIn } from './requests.fixture.ts';
import { startWorld, type World } from './world.fixture.ts';

const MAX = 4_000_000;
let world: World;
let url: string;
beforeAll(async () => {
  world = await startWorld();
  url = await world.gateway({ OBJECT_MAX_BYTES: MAX });
});
afterAll(() => world.stop());
beforeEach(() => {
  world.neighbours.asked.length = 0;
  world.objectPort.stored.clear();
  world.neighbours.answer(objects.actions.keep, () => ({}));
});

const digest = (bytes: Uint8Array, form: 'hex' | 'base64' = 'hex') =>
  createHash('sha256').update(bytes).digest(form);
const asked = (name: string) => world.neighbours.asked.filter(({ action }) => action === name);

describe('uploading', () => {
  const upload = (body: Uint8Array<ArrayBuffer> | ReadableStream, headers: Record<string, string> = {}) => {
    const { token } = world.neighbours.session('user');
    const authorization = `Bearer ${token}`;
    return fetch(`${url}/v1/objects`, {
      method: 'POST',
      headers: { authorization, ...headers },
      body,
      duplex: 'half',
    } as RequestInit);
  };

  it.each([1, 65_535, 65_536, 65_537, 1_000_000, MAX])('%i bytes arrive as they were sent', async (size) => {
    const bytes = new Uint8Array(randomBytes(size));
    const response = await upload(bytes, { 'content-type': 'application/pdf' });
    const stored = await response.json();
    expect([response.status, stored]).toEqual([
      201,
      { objectId: expect.any(String), size, sha256: digest(bytes) },
    ]);
    const { objectId } = stored as { objectId: string };
    expect(response.headers.get('location')).toBe(`/v1/objects/${objectId}`);
    expect(world.objectPort.stored.get(objectId)).toEqual({
      size,
      sha256: digest(bytes),
      mediaType: 'application/pdf',
    });
  });

  it('comes in chunks of unknown number, too', async () => {
    const response = await upload(ReadableStream.from(bytesOf(300_000)), { 'content-type': 'image/png' });
    expect(await response.json()).toMatchObject({ size: 300_000 });
  });

  it('belongs to the client that uploaded it', async () => {
    const { token, actor } = world.neighbours.session('user');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/v1/objects`, {
      method: 'POST',
      headers,
      body: '{"not":"read as JSON"}',
    });
    const { objectId } = (await response.json()) as { objectId: string };
    const clientId = actor.kind === 'user' ? actor.clientId : '';
    expect(asked('objects.keep')).toMatchObject([
      { params: { objectIds: [objectId], holders: [`client:${clientId}`] }, actor },
    ]);
  });

  it.each([
    ['announced', () => new Uint8Array(4 * MAX)],
    ['not announced', () => ReadableStream.from(bytesOf(4 * MAX))],
  ])('more than the limit is refused and not stored, when its size is %s', async (_, body) => {
    expect(await problemIn(await upload(body()))).toEqual(problem('OBJECT_TOO_LARGE', 413));
    expect([world.objectPort.stored.size, asked('objects.keep')]).toEqual([0, []]);
  });

  it.each([
    ['announced', () => new Uint8Array(0)],
    ['not announced', () => ReadableStream.from(bytesOf(0))],
  ])('nothing at all is refused, when its size is %s', async (_, body) => {
    expect(await problemIn(await upload(body()))).toEqual(problem('PARAMS_INVALID', 400));
    expect(asked('objects.keep')).toEqual([]);
  });

  it('other bytes than Content-Digest announces are refused and not stored', async () => {
    const bytes = new Uint8Array(randomBytes(100_000));
    const announce = (announced: Uint8Array) => ({
      'content-digest': `sha-256=:${digest(announced, 'base64')}:`,
    });
    expect((await upload(bytes, announce(bytes))).status).toBe(201);
    expect(await problemIn(await upload(bytes, announce(bytes.subarray(1))))).toEqual(
      problem('PARAMS_INVALID', 400),
    );
    expect(world.objectPort.stored.size).toBe(1);
  });

  it('a client that goes away in the middle leaves nothing', async () => {
    const { token } = world.neighbours.session('user');
    const headers = { authorization: `Bearer ${token}`, 'content-length': 1_000_000 };
    const before = world.objectPort.seen.length;
    const sending = request(`${url}/v1/objects`, { method: 'POST', headers }).on('error', () => {});
    sending.write(Buffer.alloc(500_000));
    while (world.objectPort.seen.length === before) await new Promise((resolve) => setTimeout(resolve, 10));
    sending.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([world.objectPort.stored.size, asked('objects.keep')]).toEqual([0, []]);
  });

  it('is not for the operator', async () => {
    const { token } = world.neighbours.session('operator');
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/v1/objects`, { method: 'POST', headers, body: 'x' });
    expect(await problemIn(response)).toEqual(problem('NOT_ALLOWED', 403));
  });
});

describe('downloading', () => {
  const bytes = randomBytes(200_000);
  const store = (holder: string) => {
    const objectId = randomUUIDv7();
    world.objectPort.contents.set(objectId, bytes);
    world.neighbours.answer(objects.actions.describe, () => ({
      objectId,
      size: bytes.length,
      sha256: digest(bytes),
      storedAt: '2026-03-16T09:00:00.000Z',
      holders: [{ holder }],
      onHold: false,
    }));
    return objectId;
  };
  const mayRead = (allowed: boolean, fileName: string | null = null) =>
    world.neighbours.answer(documents.actions.mayRead, () => ({
      allowed,
      fileName,
      mediaType: allowed ? 'application/pdf' : null,
    }));
  const download = (objectId: string, session = world.neighbours.session('user')) =>
    fetch(`${url}/v1/objects/${objectId}`, { headers: { authorization: `Bearer ${session.token}` } });

  it('gives the bytes of a document to its party, to be saved and never shown', async () => {
    const objectId = store('client:another');
    mayRead(true, 'Договор «1»; "final".pdf');
    const session = world.neighbours.session('user');
    const response = await download(objectId, session);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '200000',
      'content-digest': `sha-256=:${digest(bytes, 'base64')}:`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-disposition':
        `attachment; filename="_______ _1__ _final_.pdf"; filename*=UTF-8''` +
        encodeURIComponent('Договор «1»; "final".pdf'),
    });
    expect(asked('documents.mayRead')[0]).toMatchObject({ params: { objectId }, actor: session.actor });
  });

  it('gives an upload back to the client that holds it', async () => {
    const session = world.neighbours.session('user');
    mayRead(false);
    const objectId = store(`client:${session.actor.kind === 'user' ? session.actor.clientId : ''}`);
    expect((await download(objectId, session)).status).toBe(200);
  });

  it('answers what belongs to others like what does not exist', async () => {
    mayRead(false);
    const objectId = store('client:another');
    const others = await problemIn(await download(objectId));
    world.neighbours.answer(objects.actions.describe, () => {
      throw new Refusal('NOT_FOUND', 'archive knows nothing of it');
    });
    const absent = await problemIn(await download(objectId));
    expect({ ...absent, instance: '' }).toEqual({ ...others, instance: '' });
    expect(others).toEqual(problem('NOT_FOUND', 404));
    expect(JSON.stringify(others)).not.toContain(digest(bytes));
  });
});
