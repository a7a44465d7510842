import { digestAlgorithm } from '../algorithms/digests.ts';
import type { SignedData } from '../cms/signed-data.ts';
import { isNamedBy, type SignerInfo, signatureTimestamps } from '../cms/signer-info.ts';
import type { Crl } from '../crl/crl.ts';
import { hex } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import type { OcspResponse } from '../ocsp/response.ts';
import { readTimestampToken, type TimestampToken } from '../tsp/token.ts';
import { claimedSigningTime } from '../validation/signature-checks.ts';
import type { Certificate } from '../x509/certificate.ts';
import { describeCertificate, describeName } from '../x509/describe.ts';

/** What is in a certificate. */
export const certificate = (one: Certificate): object => ({
  kind: 'certificate',
  ...describeCertificate(one),
  signatureAlgorithm: one.signatureAlgorithm.oid,
});

/** What is in a CMS. */
export const signature = (signedData: SignedData): object => ({
  kind: 'cms',
  contentType: signedData.contentType,
  content: signedData.content ? `attached, ${signedData.content.length} bytes` : 'detached',
  signers: signedData.signers.map((signer) => describeSigner(signer, signedData)),
  certificates: signedData.certificates.map(describeCertificate),
  crls: signedData.crls.length,
  ocspResponses: signedData.ocspResponses.length,
});

function describeSigner(signer: SignerInfo, { certificates }: SignedData): object {
  const holder = certificates.find((one) => isNamedBy(signer.signer, one));
  return {
    subject: holder && describeCertificate(holder).subject,
    keyAlgorithm: holder && describeCertificate(holder).keyAlgorithm,
    digestAlgorithm: digestName(signer.digestAlgorithm.oid),
    signatureAlgorithm: signer.signatureAlgorithm.oid,
    signingTime: readable(() => claimedSigningTime(signer)),
    timestamps: readable(() =>
      signatureTimestamps(signer).map((token) => readable(() => timestamp(readTimestampToken(token))) ?? {}),
    ),
  };
}

/** What is in a timestamp. */
export const timestamp = ({ info }: TimestampToken): object => ({
  kind: 'timestamp',
  genTime: info.genTime,
  policy: info.policy,
  serialNumber: hex(info.serialNumber),
  imprint: { algorithm: digestName(info.imprint.digestOid), digest: hex(info.imprint.digest) },
  nonce: info.nonce?.toString(16),
});

/** What is in a CRL. */
export const crl = (list: Crl): object => ({
  kind: list.deltaBase === undefined ? 'crl' : 'delta-crl',
  issuer: describeName(list.issuer),
  thisUpdate: list.thisUpdate,
  nextUpdate: list.nextUpdate,
  number: list.number?.toString(),
  deltaBase: list.deltaBase?.toString(),
  signatureAlgorithm: list.signatureAlgorithm.oid,
});

/** What is in an OCSP response. */
export function ocsp(response: OcspResponse | { readonly unsuccessful: string }): object {
  if ('unsuccessful' in response) return { kind: 'ocsp', status: response.unsuccessful };
  const { producedAt, responder, responses } = response;
  return {
    kind: 'ocsp',
    status: 'successful',
    responder: responder.kind === 'name' ? describeName(responder.name) : hex(responder.keyHash),
    producedAt,
    answers: responses.map(({ id, status, thisUpdate, nextUpdate, revokedAt }) => ({
      serialNumber: hex(id.serialNumber),
      status,
      thisUpdate,
      nextUpdate,
      revokedAt,
    })),
  };
}

const digestName = (oid: string): string => readable(() => digestAlgorithm(oid).name) ?? oid;

/** What cannot be read is left out: here nothing is judged. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof EdsError) return undefined;
    throw error;
  }
}
