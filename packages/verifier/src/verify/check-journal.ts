import {
  type Checkpoint,
  leafHash,
  openCheckpoint,
  parseKeyBinding,
  parseTlogProof,
  sameHash,
  type VerifierKey,
  verifyConsistency,
  verifyInclusion,
} from '@edo/journal';
import { proofPathOf, readConsistencyPart } from '../format/journal-parts.ts';
import { type Bundle, type PartBytes, partOf, partsOf } from './bundle.ts';
import { type CheckResult, failed, guarded, passed, verdictOf } from './report.ts';

/** The journal's key by the operator's statement; its signature is checked with the other signatures. */
export function readJournalKey(bundle: Bundle): { key: VerifierKey | null; results: CheckResult[] } {
  const { path, bytes } = partOf(bundle, 'journal-key');
  const check = 'journal-key-is-bound';
  try {
    const { binding, key } = parseKeyBinding(bytes);
    const { operator, madeAt } = bundle.manifest;
    if (binding.operator.bin !== operator.bin) {
      return {
        key: null,
        results: [failed(path, check, `the statement of another operator, ${binding.operator.bin}`)],
      };
    }
    if (binding.validFrom > madeAt)
      return { key: null, results: [failed(path, check, 'the key is younger than the bundle')] };
    return { key, results: [passed(path, check, `the journal ${binding.origin} signs with ${binding.key}`)] };
  } catch (error) {
    return { key: null, results: [failed(path, check, (error as Error).message)] };
  }
}

/** The bundle's checkpoint, signed by the journal's key and, where witnesses are known, cosigned by them. */
export function checkCheckpoint(
  bundle: Bundle,
  key: VerifierKey,
  witnesses: readonly VerifierKey[],
): { checkpoint: Checkpoint | null; results: CheckResult[] } {
  const { path, bytes } = partOf(bundle, 'checkpoint');
  try {
    const { checkpoint, cosignatures } = openCheckpoint(bytes, key, witnesses);
    const signed = passed(path, 'checkpoint-is-signed', `${checkpoint.origin}, ${checkpoint.size} entries`);
    return { checkpoint, results: [signed, witnessed(path, cosignatures)] };
  } catch (error) {
    return { checkpoint: null, results: [failed(path, 'checkpoint-is-signed', (error as Error).message)] };
  }
}

function witnessed(part: string, cosignatures: readonly { name: string; time: Date }[]): CheckResult {
  const check = 'checkpoint-is-witnessed';
  const names = cosignatures.map(({ name, time }) => `${name} at ${time.toISOString()}`).join(', ');
  if (names) return passed(part, check, names);
  return { part, check, status: 'warning', message: 'cosigned by no witness that you named' };
}

/** Every entry has a proof that leads from its bytes to the root of the bundle's checkpoint; no proof is left over. */
export function checkEntries(bundle: Bundle, checkpoint: Checkpoint): CheckResult[] {
  const entries = partsOf(bundle, 'journal-entry');
  const proofs = partsOf(bundle, 'journal-proof');
  const wanted = new Set(entries.map(({ path }) => proofPathOf(path)));
  const spare = proofs.filter(({ path }) => !wanted.has(path));
  return [
    ...entries.flatMap((entry) => {
      const proof = proofs.find(({ path }) => path === proofPathOf(entry.path));
      if (!proof) return [failed(entry.path, 'entry-is-in-the-journal', 'has no proof beside it')];
      return guarded(proof.path, 'entry-is-in-the-journal', () => [
        checkEntry(entry, proof, bundle, checkpoint),
      ]);
    }),
    ...spare.map(({ path }) => failed(path, 'entry-is-in-the-journal', 'a proof of no entry')),
  ];
}

function checkEntry(
  entry: PartBytes,
  proof: PartBytes,
  bundle: Bundle,
  { size, root }: Checkpoint,
): CheckResult {
  const check = 'entry-is-in-the-journal';
  const { index, proof: hashes, checkpoint } = parseTlogProof(proof.bytes);
  if (!sameHash(checkpoint, partOf(bundle, 'checkpoint').bytes)) {
    return failed(proof.path, check, 'is under another checkpoint than the bundle’s');
  }
  if (entry.path !== `journal/entries/${index}.json`)
    return failed(proof.path, check, `is the proof of entry ${index}`);
  const included = verifyInclusion({ leafHash: leafHash(entry.bytes), index, size, root, proof: hashes });
  const bad = `does not lead from the entry to the root of the checkpoint (index ${index}, size ${size})`;
  return verdictOf(included ? entry.path : proof.path, check, included, `entry ${index} of ${size}`, bad);
}

/** The journal of the bundle's checkpoint begins with that of the receipt's: one history, not two. */
export function checkConsistency(bundle: Bundle, older: Checkpoint, newer: Checkpoint): CheckResult[] {
  const check = 'journal-only-grew';
  const [part] = partsOf(bundle, 'consistency-proof');
  const path = part?.path ?? partOf(bundle, 'checkpoint').path;
  return guarded(path, check, () => {
    const { from, to, proof } = part
      ? readConsistencyPart(part.bytes)
      : { from: older.size, to: older.size, proof: [] };
    const claim = { oldSize: from, oldRoot: older.root, size: to, root: newer.root, proof };
    const holds = from === older.size && to === newer.size && verifyConsistency(claim);
    const good = `from ${older.size} entries (the receipt) to ${newer.size}`;
    return [
      verdictOf(
        path,
        check,
        holds,
        good,
        `no proof that the journal only grew from ${older.size} to ${newer.size}`,
      ),
    ];
  });
}
