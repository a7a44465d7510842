import type { VerifierKey } from '@edo/journal';
import { type Manifest, readManifest } from '../format/manifest.ts';
import { manifestPath } from '../format/paths.ts';
import { readZip } from '../format/read-zip.ts';
import type { Bundle } from './bundle.ts';
import { checkAbout } from './check-about.ts';
import { checkCheckpoint, checkConsistency, checkEntries, readJournalKey } from './check-journal.ts';
import { checkManifestSignature } from './check-operator.ts';
import { checkPins } from './check-pins.ts';
import { checkReceipt, checkReceiptInJournal } from './check-receipt.ts';
import { checkRegistration } from './check-registration.ts';
import { checkOperatorSignatures, checkSignatures } from './check-signatures.ts';
import type { JudgeSignature } from './judge.ts';
import { type BundleReport, type CheckResult, failed, outcomeOf } from './report.ts';

/** What the verifier trusts; none of it comes from the bundle. */
export type Trust = {
  judge: JudgeSignature;
  /** BINs of the operators whose bundles count. */
  operators: readonly string[];
  /** Witnesses whose cosignatures count (C2SP cosignature/v1). */
  witnesses: readonly VerifierKey[];
};

/**
 * Verifies a bundle offline as of `at`. Nothing inside is interpreted before the operator's signature has been found to
 * pin it. Throws BundleError when the bytes are no bundle at all; everything else is a check with its part.
 */
export async function verifyBundle(bytes: Uint8Array, trust: Trust, at: Date): Promise<BundleReport> {
  const files = readZip(bytes);
  const manifest = manifestIn(files);
  if (!('parts' in manifest)) return reportOf(null, [manifest]);
  const pinned = [
    ...(await checkManifestSignature(files, manifest, { ...trust, at })),
    ...checkPins(files, manifest),
  ];
  if (outcomeOf(pinned) === 'failed') return reportOf(manifest, pinned);
  return reportOf(manifest, [...pinned, ...(await checkContents({ files, manifest }, trust, at))]);
}

async function checkContents(bundle: Bundle, { judge, witnesses }: Trust, at: Date): Promise<CheckResult[]> {
  const signed = await checkSignatures(bundle, judge, at);
  const operator = await checkOperatorSignatures(bundle, judge, at);
  const { receipt, results } = checkReceipt(bundle);
  const { key, results: keyResults } = readJournalKey(bundle);
  const all = [...signed.results, ...operator, ...results, ...keyResults];
  if (!key) return all;
  const { checkpoint, results: checkpointResults } = checkCheckpoint(bundle, key, witnesses);
  all.push(...checkpointResults, ...(checkpoint ? checkEntries(bundle, checkpoint) : []));
  if (!receipt) return all;
  const inJournal = checkReceiptInJournal(bundle, receipt, key);
  all.push(
    ...inJournal.results,
    ...checkRegistration(bundle, receipt),
    ...checkAbout(bundle, receipt, signed.signatures),
  );
  if (checkpoint && inJournal.checkpoint)
    all.push(...checkConsistency(bundle, inJournal.checkpoint, checkpoint));
  return all;
}

function manifestIn(files: ReadonlyMap<string, Uint8Array>): Manifest | CheckResult {
  const bytes = files.get(manifestPath);
  if (!bytes) return failed(manifestPath, 'manifest-is-well-formed', 'missing from the bundle');
  try {
    return readManifest(bytes);
  } catch (error) {
    return failed(manifestPath, 'manifest-is-well-formed', (error as Error).message);
  }
}

function reportOf(manifest: Manifest | null, checks: readonly CheckResult[]): BundleReport {
  const { documentId = null, operator = null } = manifest ?? {};
  return { outcome: outcomeOf(checks), documentId, operator, checks };
}
