export { BundleError, type BundleErrorCode } from './errors.ts';
export { type BundleParts, buildBundle, type ManifestEvidence } from './format/build-bundle.ts';
export {
  type ConsistencyPart,
  checkpointPath,
  consistencyPart,
  entryParts,
  type ProvenEntry,
} from './format/journal-parts.ts';
export {
  bundleFormat,
  type Manifest,
  makeManifest,
  type Part,
  type PartRole,
  type PinnedPart,
  partRoles,
  readManifest,
} from './format/manifest.ts';
export { readZip } from './format/read-zip.ts';
export { readmePath, readmeText } from './format/readme.ts';
export { type Receipt, receiptFormat } from './format/statements.ts';
export { edsJudge } from './verify/eds-judge.ts';
export type { Evidence, JudgedSignature, JudgeSignature } from './verify/judge.ts';
export { type BundleReport, type CheckResult, checkNames, type Outcome } from './verify/report.ts';
export { type Trust, verifyBundle } from './verify/verify-bundle.ts';
