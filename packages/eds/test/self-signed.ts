import {
  bitString,
  context,
  integer,
  objectIdentifier,
  sequence,
  set,
  time,
  utf8String,
} from '../src/der/writer.ts';
import type { PrivateKey } from '../src/signing/private-key.ts';
import { naturalDigest, signatureAlgorithmOf, signData } from '../src/signing/sign.ts';

/** A minimal self-signed certificate for a test key: subject and issuer `CN=commonName`, 2020–2040. */
export function selfSigned(privateKey: PrivateKey, commonName = 'TEST'): Uint8Array {
  const digestOid = naturalDigest(privateKey);
  const name = sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName))));
  const algorithm = signatureAlgorithmOf(privateKey, digestOid);
  const tbs = sequence(
    context(0, integer(2)),
    integer(0x10203),
    algorithm,
    name,
    sequence(time(new Date('2020-01-01T00:00:00Z')), time(new Date('2040-01-01T00:00:00Z'))),
    name,
    privateKey.spki,
  );
  return sequence(tbs, algorithm, bitString(signData(privateKey, digestOid, tbs)));
}
