import { digestAlgorithm } from '../algorithms/digests.ts';
import { hex } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import type { TimestampJudgement } from '../tsp/validate-token.ts';
import type { Certificate } from '../x509/certificate.ts';
import { describeCertificate } from '../x509/describe.ts';
import type { Role } from '../x509/kz-roles.ts';
import { type CheckResult, conclude } from './checks.ts';
import { indicationUri, subIndicationUri } from './codes.ts';
import type { ReportedEvidence, ReportedSigner, ReportedTimestamp, SignatureReport } from './report.ts';
import { claimedSigningTime } from './signature-checks.ts';
import type { SignatureFacts } from './signature-facts.ts';

/** The report over one signature, from its facts and its checks. */
export function writeSignatureReport(facts: SignatureFacts, checks: readonly CheckResult[]): SignatureReport {
  const { indication, subIndication } = conclude(checks);
  const { certificate, signer, bestSignatureTime, timestamps } = facts;
  return {
    indication,
    subIndication,
    indicationUri: indicationUri(indication),
    subIndicationUri: subIndication && subIndicationUri(subIndication),
    signer: certificate ? writeSigner(certificate) : null,
    algorithm: [
      certificate && describeCertificate(certificate).keyAlgorithm,
      digestName(signer.digestAlgorithm.oid),
    ]
      .filter(Boolean)
      .join(', '),
    signingTime: orNull(() => claimedSigningTime(signer)?.toISOString()),
    bestSignatureTime: bestSignatureTime.toISOString(),
    timestamps: timestamps.map(writeTimestamp),
    countersignatures: facts.countersignatures,
    checks,
    evidence: writeEvidence(facts),
  };
}

/** From least to most telling; how a person was identified is no role. */
const ROLES: readonly Role[] = [
  'individual',
  'legal-entity',
  'employee',
  'human-resources',
  'right-to-sign-financial',
  'right-to-sign',
  'head',
  'individual-information-system',
  'information-system',
  'treasury-client',
  'nca-operator',
  'nca-manager',
  'nca-administrator',
];

const written = new WeakMap<Certificate, ReportedSigner>();

/** What a certificate says does not change: it is written once for as long as the certificate is in use, and frozen. */
function writeSigner(certificate: Certificate): ReportedSigner {
  const known = written.get(certificate);
  if (known) return known;
  const signer = Object.freeze(describeSigner(certificate));
  written.set(certificate, signer);
  return signer;
}

function describeSigner(certificate: Certificate): ReportedSigner {
  const { subject, issuer, roles, keyUsage, holder, purpose, keyStorage, serialNumber, fingerprint } =
    describeCertificate(certificate);
  return {
    commonName: subject.commonName ?? null,
    surname: subject.surname ?? null,
    patronymic: subject.patronymic ?? null,
    iin: subject.iin ?? null,
    bin: subject.bin ?? null,
    organization: subject.organization ?? null,
    email: subject.email ?? null,
    holder,
    role: ROLES.findLast((role) => roles.includes(role)) ?? null,
    roles,
    keyUsage,
    purpose,
    keyStorage: keyStorage ?? null,
    serialNumber,
    issuer: issuer.commonName ?? null,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    fingerprint,
  };
}

function writeTimestamp({
  token,
  certificate,
  indication,
  subIndication,
  checks,
  sha256,
}: TimestampJudgement): ReportedTimestamp {
  return {
    genTime: token?.info.genTime.toISOString() ?? null,
    policy: token?.info.policy ?? null,
    indication,
    subIndication,
    authority: (certificate && describeCertificate(certificate).subject.commonName) ?? null,
    serialNumber: token ? hex(token.info.serialNumber) : null,
    sha256,
    checks,
  };
}

function writeEvidence({ chain, certificate, revocation, timestamps }: SignatureFacts): ReportedEvidence {
  const judgements = [revocation, ...timestamps.map((timestamp) => timestamp.revocation)].filter(
    (one) => one !== undefined,
  );
  const paths = [chain, ...timestamps.map((timestamp) => timestamp.chain)].flatMap((one) =>
    one?.path ? [...one.path.certificates, one.path.anchor] : [],
  );
  const of = (source: 'ocsp' | 'crl') => [
    ...new Set(judgements.filter((one) => one.source === source).flatMap(({ evidence }) => evidence)),
  ];
  return {
    certificates: [
      ...new Set([...(certificate ? [certificate] : []), ...paths].map(({ fingerprint }) => fingerprint)),
    ],
    ocsp: of('ocsp'),
    crls: of('crl'),
    timestamps: timestamps.map(({ sha256 }) => sha256),
  };
}

const digestName = (oid: string): string => orNull(() => digestAlgorithm(oid).name) ?? oid;

/** What cannot be read is told by its check; in the report it is null. */
function orNull<T>(read: () => T | undefined): T | null {
  try {
    return read() ?? null;
  } catch (error) {
    if (error instanceof EdsError) return null;
    throw error;
  }
}
