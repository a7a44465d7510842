import type { Holder, Role } from '../x509/kz-roles.ts';
import type { CheckResult } from './checks.ts';
import type { Indication, SubIndication } from './codes.ts';

/** Who signed, as the certificate says; trustworthy where the certificate's path is. Plain JSON. */
export type ReportedSigner = {
  readonly commonName: string | null;
  readonly surname: string | null;
  readonly patronymic: string | null;
  readonly iin: string | null;
  readonly bin: string | null;
  readonly organization: string | null;
  readonly email: string | null;
  readonly holder: Holder;
  /** the role that says most, e.g. `head` of a legal entity */
  readonly role: Role | null;
  readonly roles: readonly Role[];
  readonly keyUsage: readonly string[];
  readonly purpose: 'signing' | 'authentication' | 'other';
  readonly keyStorage: string | null;
  /** hexadecimal */
  readonly serialNumber: string;
  readonly issuer: string | null;
  /** ISO 8601 */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256 of the certificate, hexadecimal */
  readonly fingerprint: string;
};

export type ReportedTimestamp = {
  readonly genTime: string | null;
  readonly policy: string | null;
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly authority: string | null;
  readonly serialNumber: string | null;
  readonly sha256: string;
  readonly checks: readonly CheckResult[];
};

/** SHA-256 of everything a verdict rests on, hexadecimal. */
export type ReportedEvidence = {
  readonly certificates: readonly string[];
  readonly ocsp: readonly string[];
  readonly crls: readonly string[];
  readonly timestamps: readonly string[];
};

/** The verdict over one signature. Times are ISO 8601. */
export type SignatureReport = {
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly indicationUri: string;
  readonly subIndicationUri: string | null;
  readonly signer: ReportedSigner | null;
  /** key and digest, e.g. `GOST34.10-2015-512, Streebog-512` */
  readonly algorithm: string;
  /** claimed by the signer */
  readonly signingTime: string | null;
  /** the earliest time at which the signature is proven to exist: what it is judged at */
  readonly bestSignatureTime: string;
  readonly timestamps: readonly ReportedTimestamp[];
  readonly countersignatures: number;
  readonly checks: readonly CheckResult[];
  readonly evidence: ReportedEvidence;
};

/** The verdict over all signatures of one CMS. */
export type Report = {
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly indicationUri: string;
  readonly subIndicationUri: string | null;
  /** what judged, by which rules, under which trust list */
  readonly basis: {
    readonly tool: string;
    readonly version: string;
    readonly standard: string;
    readonly environment: 'production' | 'development';
    readonly trustList: string;
  };
  /** the time of the judgement */
  readonly at: string;
  readonly attached: boolean;
  readonly signatures: readonly SignatureReport[];
};
