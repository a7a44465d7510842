import { hex } from '../der/values.ts';
import type { Certificate } from './certificate.ts';
import { keyAlgorithmName } from './key-algorithm.ts';
import { type Holder, KEY_STORAGE, PROFILE_OF_POLICY, ROLE_OF_PURPOSE, type Role } from './kz-roles.ts';
import { attributeTexts, type Name } from './name.ts';
import { ATTRIBUTE, PURPOSE } from './oids.ts';

/** A distinguished name in the words of НУЦ РК's profile; undefined where the name does not say it. */
export type DescribedName = {
  readonly commonName?: string;
  readonly surname?: string;
  /** отчество: НУЦ РК writes it into givenName */
  readonly patronymic?: string;
  /** 12 digits */
  readonly iin?: string;
  /** 12 digits */
  readonly bin?: string;
  readonly organization?: string;
  readonly email?: string;
  readonly country?: string;
  readonly locality?: string;
  readonly state?: string;
  readonly businessCategory?: string;
};

export type Purpose = 'signing' | 'authentication' | 'other';

/** What a certificate says about its holder; only true once its path has been verified. */
export type CertificateDescription = {
  readonly subject: DescribedName;
  readonly issuer: DescribedName;
  /** lower-case hexadecimal */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly purpose: Purpose;
  readonly holder: Holder;
  readonly roles: readonly Role[];
  /** named bits of keyUsage, in the words of RFC 5280, 4.2.1.3 */
  readonly keyUsage: readonly string[];
  readonly keyAlgorithm: string;
  readonly keyStorage?: string;
  readonly profile?: '2018' | '2022';
  /** SHA-256 of the certificate, lower-case hexadecimal */
  readonly fingerprint: string;
};

const KEY_USAGE = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** Reads holder, purpose and roles by the profile of НУЦ РК (2018 and 2022). */
export function describeCertificate(certificate: Certificate): CertificateDescription {
  const known = described.get(certificate);
  if (known) return known;
  const found = describe(certificate);
  described.set(certificate, found);
  return found;
}

const described = new WeakMap<Certificate, CertificateDescription>();

function describe(certificate: Certificate): CertificateDescription {
  const { extensions } = certificate;
  const subject = describeName(certificate.subject, mailsOf(certificate));
  const purposes = extensions.extendedKeyUsage ?? [];
  const storage = extensions.keyStorage?.map((oid) => KEY_STORAGE[oid] ?? oid).join();
  const profile = extensions.certificatePolicies?.map((policy) => PROFILE_OF_POLICY[policy]).find(Boolean);
  return {
    subject,
    issuer: describeName(certificate.issuer, []),
    serialNumber: hex(certificate.serialNumber),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    purpose: purposeOf(certificate),
    holder: holderOf(certificate, subject),
    roles: purposes.flatMap((oid) => ROLE_OF_PURPOSE[oid] ?? []),
    keyUsage: [...(extensions.keyUsage ?? [])].flatMap((bit) => KEY_USAGE[bit] ?? []),
    keyAlgorithm: keyAlgorithmName(certificate.publicKey),
    fingerprint: certificate.fingerprint,
    ...(storage && { keyStorage: storage }),
    ...(profile && { profile }),
  };
}

function mailsOf(certificate: Certificate): string[] {
  return (certificate.extensions.subjectAltName ?? []).flatMap((name) =>
    name.kind === 'email' ? [name.text] : [],
  );
}

/** A name in the words of НУЦ РК; attributes are read by type, since their order differs between profiles. */
export function describeName(name: Name, mails: readonly string[] = []): DescribedName {
  const first = (oid: string) => attributeTexts(name, oid)[0];
  const numbered = (prefix: string, ...oids: string[]) =>
    oids
      .flatMap((oid) => attributeTexts(name, oid))
      .flatMap((text) => new RegExp(`^${prefix}(\\d{12})$`).exec(text)?.[1] ?? [])[0];
  const found = {
    commonName: first(ATTRIBUTE.commonName),
    surname: first(ATTRIBUTE.surname),
    patronymic: first(ATTRIBUTE.givenName),
    iin: numbered('IIN', ATTRIBUTE.serialNumber),
    bin: numbered('BIN', ATTRIBUTE.organizationalUnit, ATTRIBUTE.serialNumber),
    organization: first(ATTRIBUTE.organization),
    email: first(ATTRIBUTE.email) ?? mails[0],
    country: first(ATTRIBUTE.country),
    locality: first(ATTRIBUTE.locality),
    state: first(ATTRIBUTE.state),
    businessCategory: first(ATTRIBUTE.businessCategory),
  };
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text !== undefined));
}

/**
 * Signing needs nonRepudiation, and not clientAuth alone; digitalSignature without it is authentication.
 * Certificates of authorities, time stamping and OCSP are neither.
 */
export function purposeOf({ extensions }: Certificate): Purpose {
  const purposes = extensions.extendedKeyUsage ?? [];
  const usage = extensions.keyUsage;
  const authority =
    extensions.basicConstraints?.ca ||
    purposes.includes(PURPOSE.timeStamping) ||
    purposes.includes(PURPOSE.ocspSigning);
  if (authority || !usage) return 'other';
  const clientOnly = purposes.includes(PURPOSE.clientAuth) && !purposes.includes(PURPOSE.emailProtection);
  if (usage.has(1)) return clientOnly ? 'authentication' : 'signing';
  return usage.has(0) ? 'authentication' : 'other';
}

function holderOf({ extensions }: Certificate, subject: DescribedName): Holder {
  const purposes = extensions.extendedKeyUsage ?? [];
  const roles = purposes.map((oid) => ROLE_OF_PURPOSE[oid]);
  if (extensions.basicConstraints?.ca) return 'certification-authority';
  if (purposes.includes(PURPOSE.timeStamping)) return 'timestamp-authority';
  if (purposes.includes(PURPOSE.ocspSigning)) return 'ocsp-responder';
  if (roles.includes('information-system') || roles.includes('individual-information-system'))
    return 'information-system';
  if (roles.includes('legal-entity') && !subject.iin) return 'information-system';
  if (subject.bin && subject.bin === subject.iin) return 'sole-proprietor';
  if (roles.includes('legal-entity') || subject.bin) return 'legal-entity';
  if (roles.includes('individual') || subject.iin) return 'person';
  return 'unknown';
}
