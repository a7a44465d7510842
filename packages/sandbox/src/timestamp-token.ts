import { createHash, randomBytes } from 'node:crypto';
import { digest, parseCertificate } from '@edo/eds';
import { CMS_ATTRIBUTE, CONTENT_TYPE, der } from '@edo/eds/structures';
import type { Identity } from './certificate.ts';
import { algorithmIdentifier } from './keys.ts';
import type { TimestampRequest } from './tsp-request.ts';

/** TSTInfo (RFC 3161, 2.4.2) as НУЦ РК fills it: no accuracy, no ordering, no tsa; seconds. */
function timestampInfo(request: TimestampRequest, policy: string, genTime: Date): Uint8Array {
  const serialNumber = BigInt(`0x10${randomBytes(19).toString('hex')}`);
  return der.sequence(
    der.integer(1),
    der.objectIdentifier(policy),
    der.sequence(algorithmIdentifier(request.imprintAlgorithm), der.octetString(request.imprint)),
    der.integer(serialNumber),
    der.generalizedTime(genTime),
    ...(request.nonce ? [request.nonce] : []),
  );
}

const attribute = (oid: string, value: Uint8Array) => der.sequence(der.objectIdentifier(oid), der.set(value));

/** A TimeStampToken: CMS SignedData v3 over TSTInfo, signingCertificate (v1, SHA-1) among the signed attributes, as НУЦ РК makes it. */
export function makeTimestampToken(
  tsa: Identity,
  request: TimestampRequest,
  policy: string,
  genTime: Date,
): Uint8Array {
  const content = timestampInfo(request, policy, genTime);
  const certificateHash = createHash('sha1').update(tsa.certificate).digest();
  const attributes = der.setOf(
    attribute(CMS_ATTRIBUTE.contentType, der.objectIdentifier(CONTENT_TYPE.timestampInfo)),
    attribute(CMS_ATTRIBUTE.signingTime, der.utcTime(genTime)),
    attribute(CMS_ATTRIBUTE.messageDigest, der.octetString(digest(tsa.key.digest, content))),
    attribute(
      CMS_ATTRIBUTE.signingCertificate,
      der.sequence(der.sequence(der.sequence(der.octetString(certificateHash)))),
    ),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.set(algorithmIdentifier(tsa.key.digest)),
    der.sequence(der.objectIdentifier(CONTENT_TYPE.timestampInfo), der.context(0, der.octetString(content))),
    ...(request.certificateRequested ? [der.context(0, tsa.certificate)] : []),
    der.set(signerInfo(tsa, attributes)),
  );
  return der.sequence(der.objectIdentifier(CONTENT_TYPE.signedData), der.context(0, signedData));
}

/** SignerInfo v1; the attributes are signed as SET OF and stored under [0] (RFC 5652, 5.4). */
function signerInfo({ key, certificate }: Identity, attributes: Uint8Array): Uint8Array {
  const { issuer, serialNumber } = parseCertificate(certificate);
  const implicit = Uint8Array.from(attributes);
  implicit[0] = 0xa0;
  return der.sequence(
    der.integer(1),
    der.sequence(issuer.encoded, der.integerFromOctets(serialNumber)),
    algorithmIdentifier(key.digest),
    implicit,
    key.signatureAlgorithm,
    der.octetString(key.sign(attributes)),
  );
}
