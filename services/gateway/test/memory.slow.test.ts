import { randomUUIDv7 } from 'node:crypto';
import { documents, objects } from '@edo/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bytesOf } from './object-port.fixture.ts';
import { peakMemory, startGateway } from './processes.fixture.ts';
import { startWorld, type World } from './world.fixture.ts';

const SMALL = 32 << 20;
const LARGE = 256 << 20;
/** What may be resident more for the large one than for the small one, in MiB: buffers of a few connections, and garbage. */
const GROWTH = 48;

let world: World;
let gateway: Awaited<ReturnType<typeof startGateway>>;
let headers: Record<string, string>;
beforeAll(async () => {
  world = await startWorld();
  gateway = await startGateway(world, world.objectPort.url);
  headers = { authorization: `Bearer ${world.neighbours.session('user').token}` };
  world.neighbours.answer(objects.actions.keep, () => ({}));
  world.neighbours.answer(documents.actions.mayRead, () => ({
    allowed: true,
    fileName: null,
    mediaType: null,
  }));
});
afterAll(async () => {
  expect(await gateway.process.stop()).toEqual({ code: 0, signal: null });
  await world.stop();
});

it('an upload streams through the gateway in constant memory', async () => {
  const upload = async (size: number) => {
    const body = ReadableStream.from(bytesOf(size));
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect(await (await fetch(`${gateway.url}/v1/objects`, init)).json()).toMatchObject({ size });
  };
  for (let i = 0; i < 3; i++) await upload(SMALL);
  const before = await peakMemory(gateway.process);
  await upload(LARGE);
  expect((await peakMemory(gateway.process)) - before).toBeLessThan(GROWTH);
});

it('a download streams through the gateway in constant memory', async () => {
  const download = async (size: number) => {
    const objectId = randomUUIDv7();
    world.objectPort.sizes.set(objectId, size);
    world.neighbours.answer(objects.actions.describe, () => ({
      objectId,
      size,
      sha256: '0'.repeat(64),
      storedAt: '2026-03-16T09:00:00.000Z',
      holders: [],
      onHold: false,
    }));
    const response = await fetch(`${gateway.url}/v1/objects/${objectId}`, { headers });
    let received = 0;
    for await (const part of response.body!) received += part.length;
    expect(received).toBe(size);
  };
  for (let i = 0; i < 3; i++) await download(SMALL);
  const before = await peakMemory(gateway.process);
  await download(LARGE);
  expect((await peakMemory(gateway.process)) - before).toBeLessThan(GROWTH);
});
