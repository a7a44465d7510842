import { createHash, randomBytes } from 'node:crypto';
import { documents, identity } from '@edo/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startGateway, startObjects } from './processes.fixture.ts';
import { problem, problemIn } from './requests.fixture.ts';
import { startWorld, type World } from './world.fixture.ts';

let world: World;
let archive: Awaited<ReturnType<typeof startObjects>>;
let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeAll(async () => {
  world = await startWorld([identity, documents]);
  archive = await startObjects(world, world.mongoUrl('archive'));
  gateway = await startGateway(world, archive.url);
  const nothing = { allowed: false, fileName: null, mediaType: null };
  world.neighbours.answer(documents.actions.mayRead, () => nothing);
});
afterAll(async () => {
  await gateway.process.stop();
  await archive.process.stop();
  await world.stop();
});

const authorization = (session: { token: string }) => ({ authorization: `Bearer ${session.token}` });
const upload = (bytes: Uint8Array<ArrayBuffer>, session: { token: string }) =>
  fetch(`${gateway.url}/v1/objects`, {
    method: 'POST',
    headers: { ...authorization(session), 'content-type': 'application/pdf' },
    body: bytes,
  });
const download = (objectId: string, session: { token: string }) =>
  fetch(`${gateway.url}/v1/objects/${objectId}`, { headers: authorization(session) });

it('what a client uploads into the archive it can download, and another client cannot', async () => {
  const [owner, other] = [world.neighbours.session('user'), world.neighbours.session('user')];
  const bytes = new Uint8Array(randomBytes(3_000_000));
  const uploaded = await upload(bytes, owner);
  const stored = (await uploaded.json()) as { objectId: string };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect([uploaded.status, stored]).toEqual([201, { objectId: stored.objectId, size: bytes.length, sha256 }]);
  const downloaded = await download(stored.objectId, owner);
  expect(Buffer.from(await downloaded.arrayBuffer()).equals(bytes)).toBe(true);
  expect(await problemIn(await download(stored.objectId, other))).toEqual(problem('NOT_FOUND', 404));
});

it("the archive's own refusal finds its way to the client", async () => {
  const response = await upload(new Uint8Array(6_000_000), world.neighbours.session('user'));
  expect(await problemIn(response)).toEqual(problem('OBJECT_TOO_LARGE', 413));
});
