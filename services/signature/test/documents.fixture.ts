import { DIGEST, digest, importPrivateKey, memorySigner, signAttached, signDetached } from '@edo/eds';
import type { Identity, Order } from '@edo/sandbox';
import type { World } from './world.fixture.ts';

export const person = { commonName: 'ТЕСТОВ ТЕСТ', surname: 'ТЕСТОВ', iin: '123456789011' };
export const head = { ...person, organization: 'АО "ТЕСТ"', bin: '123456789021' };

export const CONTENT = Buffer.from('договор № 1 (тест)');

export const serialOf = ({ certificate }: Identity, world: World): string =>
  world.sandbox.registry
    .all()
    .find((issued) => issued.certificate === Buffer.from(certificate).toString('base64'))!.serialNumber;

export const signerOf = ({ key, certificate }: Identity) =>
  memorySigner(importPrivateKey(key.pkcs8), certificate);

/** A detached signature over `content`, made now by the world's clock. */
export async function sign(
  identity: Identity,
  world: World,
  content: Uint8Array = CONTENT,
): Promise<Uint8Array> {
  const signer = signerOf(identity);
  return signDetached(digest(signer.digestOid, content), signer, {
    signingTime: new Date(world.clock.millis()),
  });
}

export const signWithContent = (identity: Identity, world: World) =>
  signAttached(CONTENT, signerOf(identity), { signingTime: new Date(world.clock.millis()) });

export async function store(world: World, cms: Uint8Array, content: Uint8Array = CONTENT) {
  const stored = await Promise.all([
    world.objects.put(cms, { mediaType: 'application/pkcs7-signature' }),
    world.objects.put(content, { mediaType: 'text/plain' }),
  ]);
  return { cmsObjectId: stored[0].objectId, contentObjectId: stored[1].objectId };
}

export const newSigner = (world: World, order: Partial<Order> = {}): Identity =>
  world.sandbox.issue({ profile: 'head', subject: head, ...order });

export const sha256 = (bytes: Uint8Array): string =>
  Buffer.from(digest(DIGEST.sha256, bytes)).toString('hex');
