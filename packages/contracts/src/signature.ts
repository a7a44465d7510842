import { z } from 'zod';
import { contract, fact } from './contract.ts';
import { Base64, Id, Indication, Instant, Locale, Sha256 } from './vocabulary.ts';

const Check = z.strictObject({
  name: z.string(),
  status: z.enum(['passed', 'failed', 'indeterminate', 'warning', 'skipped']),
  code: z.string(),
  message: z.string(),
});

/** The signer as the verified certificate names it; nothing here comes from anywhere else. */
export const Signer = z.strictObject({
  commonName: z.string(),
  iin: z.string().nullable(),
  bin: z.string().nullable(),
  organization: z.string().nullable(),
  roles: z.array(z.string()),
  fingerprint: Sha256,
  serialNumber: z.string(),
});

export const SignatureVerdict = z.strictObject({
  indication: Indication,
  subIndication: z.string().nullable(),
  /** Why, when it is not passed: the code of the first check that decided. */
  reason: z.string().nullable(),
  signer: Signer.nullable(),
  algorithm: z.string(),
  signingTime: Instant.nullable(),
  bestSignatureTime: Instant,
  checks: z.array(Check),
});
export type SignatureVerdict = z.infer<typeof SignatureVerdict>;

/** Raw proofs that the verdict rests on, stored as objects. */
export const EvidenceRef = z.strictObject({
  role: z.enum(['certificate', 'ocsp-response', 'crl', 'timestamp']),
  objectId: Id,
  sha256: Sha256,
});
export type EvidenceRef = z.infer<typeof EvidenceRef>;

/** A dated verdict (5.2.3.2): at signing, at receipt, or on a later question. */
export const Verdict = z.strictObject({
  purpose: z.enum(['signing', 'receipt', 'examination']),
  indication: Indication,
  subIndication: z.string().nullable(),
  reason: z.string().nullable(),
  validatedAt: Instant,
  signatures: z.array(SignatureVerdict),
  /** The means of validation, its version and the ground of its permission (5.2.3.1). */
  tool: z.strictObject({ name: z.string(), version: z.string(), basis: z.string() }),
  reportObjectId: Id,
  evidence: z.array(EvidenceRef),
});
export type Verdict = z.infer<typeof Verdict>;

export const CertificateDescription = z.strictObject({
  fingerprint: Sha256,
  serialNumber: z.string(),
  issuer: z.string(),
  subject: z.strictObject({
    commonName: z.string(),
    iin: z.string().nullable(),
    bin: z.string().nullable(),
    organization: z.string().nullable(),
  }),
  purpose: z.enum(['signing', 'authentication', 'other']),
  roles: z.array(z.string()),
  keyAlgorithm: z.string(),
  notBefore: Instant,
  notAfter: Instant,
});
export type CertificateDescription = z.infer<typeof CertificateDescription>;

/** Validation and the operator's own signature: the only service that speaks to НУЦ РК (8.2, 2.31). */
export const signature = contract('signature', {
  validate: {
    timeoutMillis: 40_000,
    summary:
      'Judge a stored CMS over a stored content by ETSI EN 319 102-1, asking OCSP, and TSP where the signature has no timestamp',
    access: 'services',
    params: z.strictObject({
      cmsObjectId: Id,
      contentObjectId: Id,
      purpose: Verdict.shape.purpose,
      locale: Locale.default('ru'),
    }),
    result: Verdict,
  },
  describeCertificate: {
    timeoutMillis: 20_000,
    summary: 'Read a certificate and judge its path and its revocation now',
    access: 'services',
    params: z.strictObject({ certificate: Base64 }),
    result: z.strictObject({
      certificate: CertificateDescription,
      indication: Indication,
      subIndication: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  },
  signAsOperator: {
    timeoutMillis: 20_000,
    summary:
      "Sign stored bytes with the operator's key (CAdES, detached, timestamped); answers with the stored CMS",
    access: 'services',
    params: z.strictObject({
      objectId: Id,
      why: z.enum(['receipt', 'manifest', 'conclusion', 'journal-key']),
    }),
    result: z.strictObject({
      cmsObjectId: Id,
      sha256: Sha256,
      signedAt: Instant,
      evidence: z.array(EvidenceRef),
    }),
  },
  stamp: {
    timeoutMillis: 20_000,
    summary: 'Ask the TSP of НУЦ РК for a timestamp over a SHA-256 digest (RFC 3161)',
    access: 'services',
    params: z.strictObject({ sha256: Sha256 }),
    result: z.strictObject({ token: Base64, genTime: Instant }),
  },
  trustList: {
    summary: 'The trust list in force: anchors, TSA and OCSP trust, with the hash that pins it',
    access: 'services',
    params: z.strictObject({}),
    result: z.strictObject({
      sha256: Sha256,
      environment: z.enum(['production', 'development']),
      anchors: z.array(
        z.strictObject({
          sha256: Sha256,
          subject: z.string(),
          uses: z.array(z.string()),
          certificate: Base64,
        }),
      ),
    }),
  },
});

export const signatureFacts = {
  validated: fact(
    'signature',
    'validated',
    1,
    z.strictObject({
      cmsSha256: Sha256,
      contentSha256: Sha256,
      purpose: Verdict.shape.purpose,
      indication: Indication,
      subIndication: z.string().nullable(),
      reportSha256: Sha256,
      validatedAt: Instant,
    }),
  ),
};
