import { sha256 } from '../format/manifest.ts';
import { type Fact, type Receipt, readFact } from '../format/statements.ts';
import { type Bundle, type PartBytes, partOf, partsOf } from './bundle.ts';
import { type CheckResult, failed, guarded, passed, verdictOf } from './report.ts';

const check = 'registration-names-the-parts';

/**
 * The journal's entries name what is in the bundle: the registration names content and sender's signatures, later
 * entries the receiver's; every verdict is one that an entry names; the entry of receipt names the receipt.
 */
export function checkRegistration(bundle: Bundle, receipt: Receipt): CheckResult[] {
  return guarded(partOf(bundle, 'receipt').path, check, () => {
    const path = `journal/entries/${receipt.journalIndex}.json`;
    const facts = partsOf(bundle, 'journal-entry').map((part) => ({
      path: part.path,
      ...readFact(part.bytes, part.path),
    }));
    const ours = facts.filter(({ data }) => data['documentId'] === bundle.manifest.documentId);
    const registered = ours.find((fact) => fact.path === path && fact.type === 'document.registered');
    if (registered?.id !== receipt.registeredFactId) {
      return [failed(path, check, 'is not the registration that the receipt names')];
    }
    const named = digestsIn(ours);
    return [
      registrationOf(registered, receipt, partOf(bundle, 'content'), path),
      ...registeredSignatures(registered, bundle, path),
      ...partsOf(bundle, 'signature').map((part) => isNamed(part, named)),
      ...partsOf(bundle, 'verdict').map((part) => isNamed(part, named)),
      ...receivedReceipt(ours, bundle),
    ];
  });
}

function registrationOf({ data }: Fact, receipt: Receipt, content: PartBytes, path: string): CheckResult {
  const { contentSha256, outgoingNumber, incomingNumber } = data;
  const holds =
    contentSha256 === sha256(content.bytes) &&
    outgoingNumber === receipt.outgoingNumber &&
    incomingNumber === receipt.incomingNumber;
  const good = `registered as outgoing ${outgoingNumber}, incoming ${incomingNumber}`;
  return verdictOf(path, check, holds, good, 'names another content or other numbers than the receipt');
}

/** Nothing that was registered is left out of the bundle. */
function registeredSignatures({ data }: Fact, bundle: Bundle, path: string): CheckResult[] {
  const present = digestsOf([...partsOf(bundle, 'signature'), ...partsOf(bundle, 'verdict')]);
  const wanted = digestsIn([{ data: { signatures: data['signatures'] ?? [] } }]);
  const missing = [...wanted].filter((digest) => !present.has(digest));
  if (wanted.size === 0) return [failed(path, check, 'registered no signature')];
  return missing.map((digest) =>
    failed(path, check, `registered the part ${digest}, which the bundle lacks`),
  );
}

function isNamed({ path, bytes }: PartBytes, named: ReadonlySet<string>): CheckResult {
  return verdictOf(
    path,
    check,
    named.has(sha256(bytes)),
    'named by the journal',
    'no entry of the journal names it',
  );
}

function receivedReceipt(ours: readonly Fact[], bundle: Bundle): CheckResult[] {
  const [receipt, signature] = [partOf(bundle, 'receipt'), partOf(bundle, 'receipt-signature')];
  const received = ours.find(({ type }) => type === 'document.received');
  if (!received) {
    return [
      {
        part: receipt.path,
        check,
        status: 'warning',
        message: 'the entry of its receipt is not in the bundle',
      },
    ];
  }
  const { receiptSha256, receiptCmsSha256 } = received.data;
  const holds = receiptSha256 === sha256(receipt.bytes) && receiptCmsSha256 === sha256(signature.bytes);
  if (!holds) return [failed(receipt.path, check, 'the journal names another receipt')];
  return [passed(receipt.path, check, `received ${received.at}`)];
}

/** Every `cmsSha256` and `reportSha256` in the facts, in their lists of signatures too. */
function digestsIn(facts: readonly Pick<Fact, 'data'>[]): Set<string> {
  const records = facts.flatMap(({ data }) => {
    const { signatures } = data;
    return [data, ...(Array.isArray(signatures) ? (signatures as Record<string, unknown>[]) : [])];
  });
  const digests = records.flatMap((record) => [record['cmsSha256'], record['reportSha256']]);
  return new Set(digests.filter((digest) => typeof digest === 'string'));
}

const digestsOf = (parts: readonly PartBytes[]) => new Set(parts.map(({ bytes }) => sha256(bytes)));
