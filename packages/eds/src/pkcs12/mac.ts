import { createHmac, timingSafeEqual } from 'node:crypto';
import { digestAlgorithm } from '../algorithms/digests.ts';
import { type Element, enter, finish, next, peek } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { readOctetString } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { type Derivation, derive, PURPOSE_ID } from './key-derivation.ts';
import { readIterations } from './password-decryption.ts';

type MacData = { readonly how: Derivation; readonly mac: Uint8Array };

/** MacData of RFC 7292, 4. */
function readMacData(element: Element): MacData {
  const cursor = enter(element, TAG.sequence);
  const digestInfo = enter(next(cursor), TAG.sequence);
  const { nodeName, byteLength } = digestAlgorithm(readAlgorithmIdentifier(next(digestInfo)).oid);
  const mac = readOctetString(next(digestInfo));
  finish(digestInfo);
  const salt = readOctetString(next(cursor));
  const iterations = peek(cursor) === undefined ? 1 : readIterations(cursor, 'pkcs12');
  finish(cursor);
  if (nodeName === undefined || mac.length !== byteLength) {
    throw new EdsError('PKCS12_MALFORMED', 'the MAC of the container is not an HMAC with SHA-1 or SHA-2');
  }
  return { how: { digest: nodeName, salt, iterations }, mac };
}

/** Checks the content of a container against its MAC under the password. Errors: PKCS12_PASSWORD, PKCS12_MALFORMED. */
export function checkMac(element: Element, password: string, content: Uint8Array): void {
  const { how, mac } = readMacData(element);
  const key = derive(password, PURPOSE_ID.mac, mac.length, how);
  if (!timingSafeEqual(createHmac(how.digest, key).update(content).digest(), mac)) {
    throw new EdsError(
      'PKCS12_PASSWORD',
      'wrong password, or the container was changed: its MAC does not fit',
    );
  }
}
