import { type Checkpoint, leafHash, openCheckpoint, type VerifierKey, verifyInclusion } from '@edo/journal';
import { sha256 } from '../format/manifest.ts';
import { type Receipt, readReceipt } from '../format/statements.ts';
import { type Bundle, partOf, partsOf } from './bundle.ts';
import { type CheckResult, guarded, verdictOf } from './report.ts';

/** The receipt is about this document and its content. */
export function checkReceipt(bundle: Bundle): { receipt: Receipt | null; results: CheckResult[] } {
  const { path, bytes } = partOf(bundle, 'receipt');
  const check = 'receipt-is-of-this-document';
  let receipt: Receipt | null = null;
  const results = guarded(path, check, () => {
    const read = readReceipt(bytes, path);
    const sameContent = read.contentSha256 === sha256(partOf(bundle, 'content').bytes);
    const holds = sameContent && read.documentId === bundle.manifest.documentId;
    if (holds) receipt = read;
    return [
      verdictOf(
        path,
        check,
        holds,
        `registered ${read.registeredAt}`,
        'is of another document or another content',
      ),
    ];
  });
  return { receipt, results };
}

/** The receipt's own checkpoint is the journal's and covers the registration; answers that checkpoint for consistency. */
export function checkReceiptInJournal(bundle: Bundle, receipt: Receipt, key: VerifierKey) {
  const { path } = partOf(bundle, 'receipt');
  const check = 'receipt-is-in-the-journal';
  let checkpoint: Checkpoint | null = null;
  const results = guarded(path, check, () => {
    const opened = openCheckpoint(new TextEncoder().encode(receipt.checkpoint), key).checkpoint;
    const { journalIndex: index, inclusionProof: proof } = receipt;
    const entry = partsOf(bundle, 'journal-entry').find(
      (one) => one.path === `journal/entries/${index}.json`,
    );
    const holds =
      entry !== undefined &&
      verifyInclusion({
        leafHash: leafHash(entry.bytes),
        index,
        size: opened.size,
        root: opened.root,
        proof,
      });
    if (holds) checkpoint = opened;
    const bad = `its checkpoint (${opened.size} entries) does not cover the registration at index ${index}`;
    return [verdictOf(path, check, holds, `entry ${index} of ${opened.size}, as pinned by the receipt`, bad)];
  });
  return { checkpoint: checkpoint as Checkpoint | null, results };
}
