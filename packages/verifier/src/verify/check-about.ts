import { sha256 } from '../format/manifest.ts';
import { manifestPath } from '../format/paths.ts';
import type { Receipt } from '../format/statements.ts';
import { type Bundle, partsOf } from './bundle.ts';
import type { JudgedPart } from './check-signatures.ts';
import { type CheckResult, guarded, verdictOf } from './report.ts';

const check = 'description-agrees';

type DescribedSignature = { cmsSha256?: unknown; signer?: { fingerprint?: unknown } | null };

/** What the operator says of the document in the manifest is what journal, receipt and certificates say. */
export function checkAbout(
  bundle: Bundle,
  receipt: Receipt,
  signatures: readonly JudgedPart[],
): CheckResult[] {
  return guarded(manifestPath, check, () => {
    const { registration, signatures: described } = bundle.manifest.about;
    const sameRegistration = agrees(registration, receipt);
    const list = Array.isArray(described) ? (described as DescribedSignature[]) : [];
    return [
      verdictOf(
        manifestPath,
        check,
        sameRegistration,
        'registration',
        'its registration is not that of the receipt',
      ),
      ...partsOf(bundle, 'signature').map(({ path, bytes }) => {
        const digest = sha256(bytes);
        const entry = list.find(({ cmsSha256 }) => cmsSha256 === digest);
        const signers = signatures.find((one) => one.path === path)?.judged.signers ?? [];
        const holds =
          entry !== undefined && signers.some(({ fingerprint }) => fingerprint === entry.signer?.fingerprint);
        return verdictOf(
          path,
          check,
          holds,
          'described with its signer',
          'the manifest names another signer, or none',
        );
      }),
      verdictOf(
        manifestPath,
        check,
        list.length === signatures.length,
        `${list.length} signatures described`,
        `describes ${list.length} signatures, the bundle has ${signatures.length}`,
      ),
    ];
  });
}

function agrees(registration: unknown, receipt: Receipt): boolean {
  const { factId, journalIndex, registeredAt, outgoingNumber, incomingNumber } = (registration ??
    {}) as Record<string, unknown>;
  return (
    factId === receipt.registeredFactId &&
    journalIndex === receipt.journalIndex &&
    registeredAt === receipt.registeredAt &&
    outgoingNumber === receipt.outgoingNumber &&
    incomingNumber === receipt.incomingNumber
  );
}
