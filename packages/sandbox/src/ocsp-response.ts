import { parseCertificate } from '@edo/eds';
import { der } from '@edo/eds/structures';
import type { Identity } from './certificate.ts';
import { rawExtension } from './extensions.ts';
import { OCSP_NONCE } from './ocsp-request.ts';

/** What a responder says of one certificate (RFC 6960, 4.2.1). */
export type CertificateStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly at: Date; readonly reason: number | undefined };

/** НУЦ РК's way to say "no such certificate": the extended revoke of RFC 6960, 4.4.8. */
export const NEVER_ISSUED: CertificateStatus = { kind: 'revoked', at: new Date(0), reason: 6 };

export interface OcspAnswer {
  /** CertID, DER. */
  readonly certId: Uint8Array;
  readonly status: CertificateStatus;
}

/** OCSPResponseStatus without a response. */
export const OCSP_ERROR = { malformedRequest: 1, internalError: 2, tryLater: 3, unauthorized: 6 } as const;
export const ocspError = (error: keyof typeof OCSP_ERROR): Uint8Array =>
  der.sequence(der.enumerated(OCSP_ERROR[error]));

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const EXTENDED_REVOKE = '1.3.6.1.5.5.7.48.1.9';

/**
 * A response as НУЦ РК makes it: responder by name with its certificate, producedAt = thisUpdate, no nextUpdate, the nonce
 * as it came, extended revoke.
 */
export function makeOcspResponse(
  responder: Identity,
  answers: readonly OcspAnswer[],
  at: Date,
  nonce: Uint8Array | undefined,
): Uint8Array {
  const time = der.generalizedTime(at);
  const extensions = [
    ...(nonce ? [rawExtension(OCSP_NONCE, nonce)] : []),
    rawExtension(EXTENDED_REVOKE, der.nullValue()),
  ];
  const data = der.sequence(
    der.context(1, parseCertificate(responder.certificate).subject.encoded),
    time,
    der.sequence(...answers.map(({ certId, status }) => der.sequence(certId, statusOf(status), time))),
    der.context(1, der.sequence(...extensions)),
  );
  const basic = der.sequence(
    data,
    responder.key.signatureAlgorithm,
    der.bitString(responder.key.sign(data)),
    der.context(0, der.sequence(responder.certificate)),
  );
  const bytes = der.sequence(der.objectIdentifier(BASIC_RESPONSE), der.octetString(basic));
  return der.sequence(der.enumerated(0), der.context(0, bytes));
}

function statusOf(status: CertificateStatus): Uint8Array {
  if (status.kind === 'good') return der.contextPrimitive(0, new Uint8Array(0));
  const reason = status.reason === undefined ? [] : [der.context(0, der.enumerated(status.reason))];
  return der.context(1, der.generalizedTime(status.at), ...reason);
}
