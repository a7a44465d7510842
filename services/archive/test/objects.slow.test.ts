import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { journal, objects } from '@edo/contracts';
import { connectMongo, type ObjectClient, objectClient } from '@edo/kit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { type Neighbour, startPlatform, type TestPlatform } from './platform.fixture.ts';

const text = { mediaType: 'text/plain' };
const STREEBOG_512 = '1.2.398.3.10.1.3.3';
let platform: TestPlatform;
let gateway: Neighbour;
let disputes: Neighbour;
let client: ObjectClient;
let database: Connection;

beforeAll(async () => {
  platform = await startPlatform();
  await platform.start('objects', 'objects', { MAX_OBJECT_BYTES: `${6 * 1024 * 1024}` });
  [gateway, disputes] = [await platform.neighbour('gateway'), await platform.neighbour('disputes')];
  client = objectClient({ baseUrl: platform.objectsUrl, assertions: gateway.assertions });
  database = await connectMongo(platform.mongoUrl('archive'));
});
afterAll(async () => {
  await database.close();
  await platform.stop();
});

async function* inPortions(bytes: Uint8Array, size = 100_003) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const count = (collection: string) => database.db!.collection(collection).countDocuments();

interface Row {
  readonly _id: string;
  readonly blobId: string;
  readonly wrappedKey: { readonly key: { readonly buffer: Uint8Array } };
}
const rowOf = (objectId: string) => database.db!.collection<Row>('objects').findOne({ _id: objectId });

/** Everything that MongoDB holds of this database, as bytes. */
async function everythingStored(): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (const { name } of await database.db!.listCollections().toArray())
    for await (const row of database.db!.collection(name).find({}, { raw: true }))
      parts.push(row as unknown as Buffer);
  return Buffer.concat(parts);
}

describe('stored objects', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 300_000, 5 * 1024 * 1024])(
    'come back as they were: %d bytes',
    async (size) => {
      const content = randomBytes(size);
      const stored = await client.put(inPortions(content), text);
      expect(stored).toMatchObject({ size, sha256: createHash('sha256').update(content).digest('hex') });
      expect(content.equals(await client.bytes(stored.objectId, size))).toBe(true);
    },
  );

  it('[5.3.15] lie in the database unreadable, and no key lies beside them in the clear', async () => {
    const secret = 'the content of a contract between two parties';
    const { objectId } = await client.put(Buffer.from(secret.repeat(3000)), text);
    const stored = await everythingStored();
    expect(stored.includes(objectId)).toBe(true);
    expect(stored.includes(secret.slice(0, 20))).toBe(false);
    const row = await rowOf(objectId);
    expect(row?.wrappedKey.key.buffer.length).toBe(40); // AES-KWP of 32 bytes
  });

  it('are given by one id for ever: the same bytes again are the same object, others are refused', async () => {
    const objectId = randomUUIDv7();
    const first = await client.put(Buffer.from('one'), { ...text, objectId });
    expect(await client.put(Buffer.from('one'), { ...text, objectId })).toEqual(first);
    await expect(client.put(Buffer.from('two'), { ...text, objectId })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
  });

  it('are one when two uploads of the same id meet', async () => {
    const objectId = randomUUIDv7();
    const content = randomBytes(200_000);
    const before = await count('objects_blobs.files');
    const stored = await Promise.all([1, 2, 3].map(() => client.put(content, { ...text, objectId })));
    expect(new Set(stored.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(await count('objects_blobs.files')).toBe(before + 1);
  });

  it('leave nothing behind when their upload breaks off', async () => {
    const objectId = randomUUIDv7();
    const authorization = `Bearer ${await gateway.assertions.caller('objects')}`;
    const headers = { authorization, 'content-type': 'text/plain', 'content-length': 500_000 };
    const broken = request(`${platform.objectsUrl}/objects/${objectId}`, { method: 'PUT', headers });
    broken.on('error', () => {});
    broken.write(randomBytes(400_000));
    while ((await count('uploads')) === 0) await sleep(20);
    broken.destroy();
    while ((await count('uploads')) > 0) await sleep(20);
    await expect(client.bytes(objectId, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await count('objects_blobs.files')).toBe(await count('objects'));
  });

  it('have a limit', async () => {
    const tooLarge = client.put(inPortions(randomBytes(7 * 1024 * 1024)), text);
    await expect(tooLarge).rejects.toMatchObject({ code: 'OBJECT_TOO_LARGE' });
    expect(await count('uploads')).toBe(0);
  });

  it('are for services that say who they are', async () => {
    const url = `${platform.objectsUrl}/objects/${randomUUIDv7()}`;
    expect((await fetch(url)).status).toBe(403);
    const authorization = `Bearer ${await gateway.assertions.caller('journal')}`; // of another audience
    expect((await fetch(url, { headers: { authorization } })).status).toBe(401);
    expect((await fetch(`${platform.objectsUrl}/objects/1`)).status).toBe(404);
  });

  it('are not given when a byte of theirs was changed in the database', async () => {
    const { objectId } = await client.put(randomBytes(100_000), text);
    const row = await rowOf(objectId);
    const chunks = database.db!.collection('objects_blobs.chunks');
    const chunk = await chunks.findOne({ files_id: row!.blobId, n: 0 });
    const data = Buffer.from(chunk!['data'].buffer);
    data[70_000]! ^= 1;
    await chunks.updateOne({ _id: chunk!._id }, { $set: { data } });
    await expect(client.bytes(objectId, 200_000)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  it('have a digest by any algorithm that a signature names', async () => {
    const content = randomBytes(70_000);
    const { objectId } = await client.put(content, text);
    const signature = await platform.neighbour('signature');
    const ask = (algorithm: string) => signature.ask(objects.actions.digest, { objectId, algorithm });
    const { digest } = await ask('2.16.840.1.101.3.4.2.3');
    expect(digest).toBe(createHash('sha512').update(content).digest('base64'));
    const streebog = await ask(STREEBOG_512);
    expect(Buffer.from(streebog.digest, 'base64').length).toBe(64);
    expect(await ask(STREEBOG_512)).toEqual(streebog);
    await expect(ask('1.2.3')).rejects.toMatchObject({ code: 'PARAMS_INVALID' });
  });

  it('[5.3.11] are kept by holders and held for a dispute, and the journal says so', async () => {
    await platform.start('journal', 'journal');
    const [one, two] = [await client.put(Buffer.from('a'), text), await client.put(Buffer.from('b'), text)];
    const objectIds = [one.objectId, two.objectId];
    await disputes.ask(objects.actions.keep, { objectIds, holders: ['platform'] });
    await disputes.ask(objects.actions.keep, { objectIds, holders: ['platform'] });
    const asked = { objectIds, reference: 'dispute:1', reason: 'a test' };
    const held = await disputes.ask(objects.actions.hold, asked);
    expect(await disputes.ask(objects.actions.hold, asked)).toEqual(held);
    const described = await gateway.ask(objects.actions.describe, { objectId: one.objectId });
    expect(described).toMatchObject({ holders: [{ holder: 'platform' }], onHold: true, size: 1 });

    const documents = await platform.neighbour('documents');
    const types = async () => {
      const page = await documents.ask(journal.actions.entries, { from: 0, count: 100 }).catch(() => null);
      return (page?.entries ?? []).map(
        ({ bytes }) => JSON.parse(Buffer.from(bytes, 'base64').toString()).type,
      );
    };
    while ((await types()).length < 2) await sleep(50);
    expect((await types()).sort()).toEqual(['hold.set', 'keeping.begun']);
  });
});
