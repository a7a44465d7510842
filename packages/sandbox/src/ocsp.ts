import { randomBytes } from 'node:crypto';
import { digest, parseCertificate } from '@edo/eds';
import { der, members, readRoot, sameBytes } from '@edo/eds/structures';
import type { Behaviour } from './behaviour.ts';
import type { Identity } from './certificate.ts';
import { daysFrom } from './clock.ts';
import { type AskedCertificate, type OcspRequest, readOcspRequest } from './ocsp-request.ts';
import {
  type CertificateStatus,
  makeOcspResponse,
  NEVER_ISSUED,
  type OcspAnswer,
  ocspError,
} from './ocsp-response.ts';
import { strangerLike } from './stranger.ts';

/** An issuer whose certificates a responder answers for. */
export interface OcspIssuer {
  /** DER. */
  readonly certificate: Uint8Array;
  readonly responder: Identity;
  /** undefined: the issuer has never issued it; `try-later`: there is no knowledge for this time. */
  statusOf(serialNumber: string, now: Date): CertificateStatus | 'try-later' | undefined;
}

/** Answers an OCSP request (RFC 6960) for the issuers it names; all certificates of one request must have one issuer. */
export function answerOcsp(
  bytes: Uint8Array,
  issuers: readonly OcspIssuer[],
  now: Date,
  { lie }: Behaviour,
): Uint8Array {
  const request = tryRead(bytes);
  if (!request || request.asked.length === 0) return ocspError('malformedRequest');
  const [issuer, ...others] = new Set(request.asked.map((asked) => issuers.find(isNamedBy(asked))));
  if (!issuer || others.length > 0) return ocspError('unauthorized');
  const answers = request.asked.map((asked) => answerFor(asked, issuer, now));
  if (answers.some((answer) => answer === 'try-later')) return ocspError('tryLater');
  return makeOcspResponse(
    lie === 'signed-by-stranger' ? strangerLike(issuer.responder, 'ocspSigning', now) : issuer.responder,
    (answers as OcspAnswer[]).map((answer) => (lie === 'other-certificate' ? aboutAnother(answer) : answer)),
    lie === 'stale' ? daysFrom(now, -1) : now,
    lie === 'wrong-nonce' ? der.octetString(randomBytes(8)) : request.nonce,
  );
}

function tryRead(bytes: Uint8Array): OcspRequest | undefined {
  try {
    return readOcspRequest(bytes);
  } catch {
    return undefined;
  }
}

const isNamedBy =
  ({ hashAlgorithm, issuerNameHash, issuerKeyHash }: AskedCertificate) =>
  ({ certificate }: OcspIssuer): boolean => {
    const { subject, publicKey } = parseCertificate(certificate);
    return (
      sameBytes(digest(hashAlgorithm, subject.encoded), issuerNameHash) &&
      sameBytes(digest(hashAlgorithm, publicKey.bits), issuerKeyHash)
    );
  };

function answerFor(asked: AskedCertificate, issuer: OcspIssuer, now: Date): OcspAnswer | 'try-later' {
  const status = issuer.statusOf(asked.serialNumber, now) ?? NEVER_ISSUED;
  return status === 'try-later' ? status : { certId: asked.encoded, status };
}

/** The same CertID with another serial number. */
function aboutAnother({ certId, status }: OcspAnswer): OcspAnswer {
  const parts = members(readRoot(certId)).slice(0, 3);
  const same = parts.map(({ source, start, end }) => source.subarray(start, end));
  return { certId: der.sequence(...same, der.integer(4711)), status };
}
