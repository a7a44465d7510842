import type { CertificateDescription, SignatureVerdict } from '@edo/contracts';
import { type Certificate, describeCertificate } from '@edo/eds';

/** Attribute types by the short names of RFC 4514 and of НУЦ РК; others stand as their identifier. */
const SHORT: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SURNAME',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.42': 'G',
};

/** A name for people to read: `CN=…, C=KZ`, in the order of the certificate. */
export const nameText = (name: Certificate['subject']): string =>
  name.rdns
    .flat()
    .map(({ oid, text }) => `${SHORT[oid] ?? oid}=${text ?? '?'}`)
    .join(', ');

const subjectOf = (certificate: Certificate) => {
  const { subject } = describeCertificate(certificate);
  return {
    commonName: subject.commonName ?? '',
    iin: subject.iin ?? null,
    bin: subject.bin ?? null,
    organization: subject.organization ?? null,
  };
};

/** The signer as the certificate names it; true once its path has been verified. */
export function signerOf(certificate: Certificate): NonNullable<SignatureVerdict['signer']> {
  const { roles, serialNumber, fingerprint } = describeCertificate(certificate);
  return { ...subjectOf(certificate), roles: [...roles], fingerprint, serialNumber };
}

export function certificateView(certificate: Certificate): CertificateDescription {
  const { roles, serialNumber, fingerprint, purpose, keyAlgorithm, notBefore, notAfter } =
    describeCertificate(certificate);
  return {
    fingerprint,
    serialNumber,
    issuer: nameText(certificate.issuer),
    subject: subjectOf(certificate),
    purpose,
    roles: [...roles],
    keyAlgorithm,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  };
}
