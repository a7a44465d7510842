export {
  type DigestUse,
  digestAllowances,
  digestRefusal,
  keyAllowances,
  keyRefusal,
} from './algorithms/allow-list.ts';

// algorithms: digests, signatures, and the dated list of what may be relied upon
export { createHash, type DigestAlgorithm, digest, digestAlgorithm } from './algorithms/digests.ts';
export { type GostKey, gostKeys } from './algorithms/gost-keys.ts';
export { DIGEST, KEY, SIGNATURE } from './algorithms/oids.ts';
export { type PublicKey, readPublicKey } from './algorithms/public-keys.ts';
export { type SignatureScheme, signatureScheme } from './algorithms/signature-schemes.ts';
export { type SignedBytes, verifySignature } from './algorithms/verify.ts';
// signatures: reading them
export { type Attribute, type Attributes, attributeValues } from './cms/attributes.ts';
export { countersignatures } from './cms/countersignatures.ts';
export { digestsNeeded, readSignedData, type SignedData } from './cms/signed-data.ts';
export { type SignerIdentifier, type SignerInfo, signatureTimestamps } from './cms/signer-info.ts';
// НУЦ РК's signed ZIP
export type { ContainedObject } from './container/checks.ts';
export {
  type ContainerInput,
  type ContainerReport,
  validateContainer,
} from './container/validate-container.ts';
export { isZip } from './container/zip.ts';
// certification paths and revocation
export { type Crl, parseCrl } from './crl/crl.ts';
export { type CrlQuestion, judgeCrl } from './crl/judge.ts';
export { readPem, unarmor } from './der/pem.ts';
export { EdsError, type EdsErrorCode } from './errors.ts';
export type { Hasher } from './gost/hash/hasher.ts';
export { DEFAULT_OCSP_AGE, type OcspQuestion } from './ocsp/checks.ts';
export { judgeOcspResponse } from './ocsp/judge.ts';
export { createOcspRequest, type OcspRequestInput } from './ocsp/request.ts';
export { type OcspResponse, readOcspResponse } from './ocsp/response.ts';
export type { PathFault, PathFaultCode } from './path/faults.ts';
export type { CertificationPath, PolicyInputs } from './path/validate-path.ts';
export { type ChainInputs, type ChainJudgement, verifyChain } from './path/verify-chain.ts';
// signing: keys, signers, CAdES
export { type Pkcs12, readPkcs12 } from './pkcs12/pkcs12.ts';
export {
  judgeRevocation,
  type OcspAnswer,
  type RevocationQuestion,
  type RevocationSource,
} from './revocation/collect.ts';
export type { RevocationCode, RevocationJudgement, RevocationStatus } from './revocation/status.ts';
export { addSigner, type SigningOptions, signAttached, signDetached } from './signing/cades.ts';
export {
  addCertificates,
  addRevocationData,
  addRevocationValues,
  addTimestamp,
  type RevocationData,
} from './signing/extend.ts';
export {
  exportPrivateKey,
  generatePrivateKey,
  importPrivateKey,
  type KeyAlgorithm,
  type PrivateKey,
} from './signing/private-key.ts';
export { naturalDigest, signatureAlgorithmOf, signData } from './signing/sign.ts';
export { memorySigner, pkcs12Signer, type Signer } from './signing/signer.ts';
// trust lists
export { loadTrustList } from './trust/load.ts';
export {
  createTrustList,
  type Environment,
  type TrustedFor,
  type TrustList,
  type TrustListEntry,
} from './trust/trust-list.ts';
export type { TimestampQuestion } from './tsp/checks.ts';
// timestamps
export {
  createTimestampRequest,
  grantedToken,
  readTimestampResponse,
  type TimestampRequest,
  type TimestampRequestInput,
  type TimestampResponse,
} from './tsp/request.ts';
export {
  type MessageImprint,
  readTimestampToken,
  type TimestampInfo,
  type TimestampToken,
} from './tsp/token.ts';
export { type TimestampJudgement, validateTimestampToken } from './tsp/validate-token.ts';
// the verdict
export type { CheckResult, CheckStatus, Verdict } from './validation/checks.ts';
export {
  type CheckCode,
  type Indication,
  indicationUri,
  type SubIndication,
  subIndicationUri,
} from './validation/codes.ts';
export type { Content, DigestSource } from './validation/content.ts';
export type { ValidationInput, ValidationOptions } from './validation/options.ts';
export type {
  Report,
  ReportedEvidence,
  ReportedSigner,
  ReportedTimestamp,
  SignatureReport,
} from './validation/report.ts';
export { type Language, SENTENCES } from './validation/sentences/sentences.ts';
export type { SpokenCode } from './validation/sentences/spoken-code.ts';
export { validate } from './validation/validate.ts';
// certificates: reading them, and what НУЦ РК's profiles say about their holders
export { type Certificate, type PublicKeyInfo, parseCertificate } from './x509/certificate.ts';
export {
  type CertificateDescription,
  type DescribedName,
  describeCertificate,
  describeName,
  type Purpose,
} from './x509/describe.ts';
export type { Holder, Role } from './x509/kz-roles.ts';
