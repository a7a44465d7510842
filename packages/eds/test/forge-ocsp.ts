import { DIGEST } from '../src/algorithms/oids.ts';
import {
  bitString,
  context,
  contextPrimitive,
  enumerated,
  generalizedTime,
  objectIdentifier,
  octetString,
  sequence,
} from '../src/der/writer.ts';
import { writeCertificateId } from '../src/ocsp/certificate-id.ts';
import { OCSP } from '../src/ocsp/oids.ts';
import { naturalDigest, signatureAlgorithmOf, signData } from '../src/signing/sign.ts';
import { parseCertificate } from '../src/x509/certificate.ts';
import { extension, type Identity } from './authority.ts';

export type Answer = {
  readonly responder: Identity;
  readonly certificate: Uint8Array;
  readonly issuer: Uint8Array;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** revoked since then, for this reason; good where left out */
  readonly revoked?: readonly [Date, number];
  readonly nonce?: Uint8Array;
};

/** A successful OCSP response (RFC 6960) signed by any key, with its certificate in it. */
export function forgeOcsp({
  responder,
  certificate,
  issuer,
  thisUpdate,
  nextUpdate,
  revoked,
  nonce,
}: Answer): Uint8Array {
  const subject = parseCertificate(certificate);
  const status = revoked
    ? context(1, generalizedTime(revoked[0]), context(0, enumerated(revoked[1])))
    : contextPrimitive(0, new Uint8Array());
  const single = sequence(
    writeCertificateId(subject, parseCertificate(issuer), DIGEST.sha256),
    status,
    generalizedTime(thisUpdate),
    ...(nextUpdate ? [context(0, generalizedTime(nextUpdate))] : []),
  );
  const tbs = sequence(
    context(1, parseCertificate(responder.certificate).subject.encoded),
    generalizedTime(thisUpdate),
    sequence(single),
    ...(nonce ? [context(1, sequence(extension(OCSP.nonce, octetString(nonce))))] : []),
  );
  const digestOid = naturalDigest(responder.key);
  const signature = bitString(signData(responder.key, digestOid, tbs));
  const algorithm = signatureAlgorithmOf(responder.key, digestOid);
  const basic = sequence(tbs, algorithm, signature, context(0, sequence(responder.certificate)));
  return sequence(
    enumerated(0),
    context(0, sequence(objectIdentifier(OCSP.basicResponse), octetString(basic))),
  );
}
