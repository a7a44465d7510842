/** Answers of authorities and certificates found in the bundle; each proves itself by its own signature. */
export type Evidence = {
  certificates: readonly Uint8Array[];
  ocspResponses: readonly Uint8Array[];
  crls: readonly Uint8Array[];
  timestamps: readonly Uint8Array[];
};

export const noEvidence: Evidence = { certificates: [], ocspResponses: [], crls: [], timestamps: [] };

/** Who signed, as the certificate names them. */
export type SignerIdentity = {
  commonName: string;
  bin: string | null;
  organization: string | null;
  /** Roles that НУЦ РК attests, in the words of @edo/eds: `head`, `right-to-sign`, `information-system`, … */
  roles: readonly string[];
  /** SHA-256 of the certificate, lower-case hex. */
  fingerprint: string;
};

/** A signature judged by ETSI EN 319 102-1 without network. */
export type JudgedSignature = {
  indication: 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE';
  /** Of EN 319 102-1, table 6; null when passed. */
  subIndication: string | null;
  /** What decided, for people. */
  reason: string;
  signers: readonly SignerIdentity[];
  /** A valid timestamp proves when it was made. */
  timestamped: boolean;
};

/**
 * Judges a detached CMS over `content` with `evidence` alone and the trust that came from outside the bundle.
 * The bridge to @edo/eds is eds-judge.ts.
 */
export type JudgeSignature = (question: {
  cms: Uint8Array;
  content: Uint8Array;
  evidence: Evidence;
  at: Date;
}) => Promise<JudgedSignature>;
