import { generateKeyPairSync } from 'node:crypto';
import {
  addRevocationData,
  addTimestamp,
  createOcspRequest,
  createTimestampRequest,
  createTrustList,
  DIGEST,
  digest,
  importPrivateKey,
  memorySigner,
  parseCertificate,
  readSignedData,
  readTimestampResponse,
  signDetached,
  type TrustList,
} from '@edo/eds';
import { ed25519Signer, type NoteSigner } from '@edo/journal';
import { createSandbox, type Identity, type Sandbox } from '@edo/sandbox';

/** When everything in these tests happens. */
export const now = new Date('2026-11-22T12:00:00.000Z');

export const operator = { bin: '123456789021', name: 'АО "ТЕСТ"' };
export const origin = 'journal.test/edo';

/** A sandbox НУЦ РК and the people and companies of the tests; all of them look like tests. */
export type World = {
  sandbox: Sandbox;
  trust: TrustList;
  journalKey: NoteSigner;
  operator: Identity;
  /** An employee of the operator, whose key must not speak for it. */
  employee: Identity;
  /** Another company with a real key, which could run a platform of its own. */
  stranger: Identity;
  sender: Identity;
  receiver: Identity;
};

export function makeWorld(): World {
  const sandbox = createSandbox({ clock: { millis: () => now.getTime() }, rsaAuthorityBits: 2048 });
  const person = { commonName: 'ТЕСТОВ ТЕСТ', surname: 'ТЕСТОВ', iin: '123456789011' };
  const company = { organization: operator.name, bin: operator.bin };
  const other = { organization: 'ТОО "ДРУГОЙ ТЕСТ"', bin: '123456789032' };
  const entries = sandbox.authorities.map(({ nca: { certificate } }) => {
    const trustedFor = ['signers', 'timestamps'] as const;
    return { certificate, sha256: parseCertificate(certificate).fingerprint, trustedFor };
  });
  return {
    sandbox,
    trust: createTrustList('development', 'test', entries),
    journalKey: ed25519Signer(origin, 'ed25519', generateKeyPairSync('ed25519').privateKey),
    operator: sandbox.issue({
      profile: 'information-system',
      subject: { commonName: 'ИС "Тест"', ...company },
    }),
    employee: sandbox.issue({ profile: 'employee', subject: { ...person, ...company } }),
    stranger: sandbox.issue({ profile: 'head', subject: { ...person, ...other } }),
    sender: sandbox.issue({ profile: 'head', subject: { ...person, ...other } }),
    receiver: sandbox.issue({ profile: 'person', subject: person, algorithm: 'rsa' }),
  };
}

/** A detached CAdES B-B signature. */
export async function sign(identity: Identity, content: Uint8Array): Promise<Uint8Array> {
  const signer = memorySigner(importPrivateKey(identity.key.pkcs8), identity.certificate);
  return signDetached(digest(signer.digestOid, content), signer, { signingTime: now });
}

/** A signature as the operator makes it: with its timestamp and OCSP answer inside (CAdES B-LT). */
export async function signForLong(
  world: World,
  identity: Identity,
  content: Uint8Array,
): Promise<Uint8Array> {
  const cms = await sign(identity, content);
  const stamped = addTimestamp(cms, 0, stamp(world, readSignedData(cms).signers[0]!.signature));
  return addRevocationData(stamped, { ocspResponses: [askOcsp(world, identity)] });
}

/** A timestamp token over these bytes. */
export function stamp({ sandbox }: World, bytes: Uint8Array): Uint8Array {
  const request = createTimestampRequest({ digest: digest(DIGEST.sha256, bytes), digestOid: DIGEST.sha256 });
  return readTimestampResponse(sandbox.tsp(request.encoded), request).encoded;
}

/** The OCSP answer about a certificate. */
export function askOcsp({ sandbox }: World, { certificate, key }: Identity): Uint8Array {
  const issuer = parseCertificate(sandbox.authority(key.kind).nca.certificate);
  return sandbox.ocsp(createOcspRequest({ certificate: parseCertificate(certificate), issuer }));
}
