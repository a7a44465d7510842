import { createHash } from 'node:crypto';
import { sameBytes } from '../der/values.ts';
import { signatureFault } from '../path/issued-by.ts';
import type { RevocationCode } from '../revocation/status.ts';
import { isOneOf } from '../trust/trust-list.ts';
import type { Certificate } from '../x509/certificate.ts';
import { sameName } from '../x509/name.ts';
import { PURPOSE } from '../x509/oids.ts';
import type { OcspResponse, ResponderId } from './response.ts';

const DIGITAL_SIGNATURE = 0;

/** Certificates that the responder id may mean: the trust list's, the issuer itself, those in the response. */
export function respondersOf(
  response: OcspResponse,
  issuer: Certificate,
  named: readonly Certificate[],
): Certificate[] {
  return [...named, issuer, ...response.certificates].filter((candidate) =>
    isMeant(response.responder, candidate),
  );
}

function isMeant(id: ResponderId, candidate: Certificate): boolean {
  if (id.kind === 'name') return sameName(id.name, candidate.subject);
  return sameBytes(id.keyHash, createHash('sha1').update(candidate.publicKey.bits).digest());
}

/**
 * Why this responder may not answer for this issuer (RFC 6960, 4.2.2.2); undefined where it may: the trust list
 * names it, it is the issuer, or the issuer itself gave it a certificate for OCSP that was valid at `producedAt`.
 * The responder's own certificate is not asked about: НУЦ РК marks it id-pkix-ocsp-nocheck.
 */
export function authorisationRefusal(
  responder: Certificate,
  issuer: Certificate,
  named: readonly Certificate[],
  producedAt: Date,
): [RevocationCode, string] | undefined {
  const expired = producedAt < responder.notBefore || producedAt > responder.notAfter;
  if (expired)
    return [
      'OCSP_RESPONDER_NOT_AUTHORISED',
      'the certificate of the responder was not valid when it answered',
    ];
  if (isOneOf(responder, [...named, issuer])) return undefined;
  const { extendedKeyUsage, keyUsage, basicConstraints } = responder.extensions;
  if (!extendedKeyUsage?.includes(PURPOSE.ocspSigning)) {
    return ['OCSP_RESPONDER_NOT_AUTHORISED', 'the certificate of the responder is not for OCSP signing'];
  }
  if (basicConstraints?.ca || (keyUsage && !keyUsage.has(DIGITAL_SIGNATURE))) {
    return ['OCSP_RESPONDER_NOT_AUTHORISED', 'the certificate of the responder may not sign answers'];
  }
  const issued = sameName(responder.issuer, issuer.subject) && !signatureFault(responder, issuer);
  return issued
    ? undefined
    : ['OCSP_RESPONDER_NOT_AUTHORISED', 'the responder was not authorised by the issuer itself'];
}
