import type { EvidenceRef, Verdict } from '@edo/contracts';
import { type DigestSource, type Report, readSignedData, type TrustList, validate } from '@edo/eds';
import type { Clock, ObjectClient } from '@edo/kit';
import type { Authorities } from './authorities/authorities.ts';
import type { Locale } from './domain/sentences.ts';
import type { Circumstances } from './domain/verdict.ts';
import { type EvidenceKeeper, readProofs, type StoredProof } from './evidence.ts';
import { revocationEvidence } from './revocation.ts';
import { stampMissing, withTokens } from './timestamps.ts';

interface Question {
  readonly cms: Uint8Array;
  readonly content: DigestSource;
  readonly purpose: Verdict['purpose'];
  readonly locale: Locale;
  /** Evidence of earlier validations of the same CMS. */
  readonly earlier: readonly EvidenceRef[];
}

interface Deps {
  readonly authorities: Authorities;
  readonly trust: TrustList;
  readonly objects: Pick<ObjectClient, 'bytes'>;
  readonly keeper: EvidenceKeeper;
  readonly clock: Clock;
}

/** A CMS of more signers than this is told as it is, without asking anybody: each would cost НУЦ РК three questions. */
const MOST_SIGNATURES = 8;

export interface Judgement {
  readonly report: Report;
  readonly circumstances: Circumstances;
}

/**
 * Judges a CMS by ETSI EN 319 102-1. What is wrong without asking anybody is told without asking anybody; else a
 * timestamp is asked for where none counts, and НУЦ РК about the certificates.
 * Errors: those of `validate`; refusals of the object port.
 */
export async function judge(question: Question, deps: Deps): Promise<Judgement> {
  const { content, purpose, locale } = question;
  const { trust, clock, authorities, keeper } = deps;
  const now = () => new Date(clock.millis());
  const earlier = await earlierProofs(question, deps);
  const known = withTokens(question.cms, tokensOf(earlier));
  for (const { ref, bytes } of earlier) if (known.tokens.includes(bytes)) keeper.adopt(ref);
  const offline = await validate({
    cms: known.cms,
    content,
    at: now(),
    trust,
    options: { revocation: 'none' },
  });
  if (offline.indication !== 'TOTAL-PASSED' || offline.signatures.length > MOST_SIGNATURES)
    return {
      report: offline,
      circumstances: { purpose, locale, now: clock.millis(), fresh: new Set(), unstamped: new Map() },
    };

  const stamped = await stampMissing(known.cms, offline, authorities.stamp);
  for (const token of stamped.tokens) await keeper.keep('timestamp', token);
  const revocation = revocationEvidence(authorities, purpose === 'examination' ? earlier : [], (response) =>
    keeper.keep('ocsp-response', response),
  );
  const at = now();
  const report = await validate({ cms: stamped.cms, content, at, trust, revocation: revocation.source });
  await revocation.keepUsed(report, keeper);
  await keepCertificates(question.cms, report, deps);
  const unstamped = withoutTime(report, stamped.unstamped);
  return {
    report,
    circumstances: { purpose, locale, now: at.getTime(), fresh: revocation.fresh(at), unstamped },
  };
}

/** Signatures whose time nothing proves, and why: no answer, or one that does not count among too many others. */
function withoutTime({ signatures }: Report, unanswered: ReadonlyMap<number, string>): Map<number, string> {
  const unproven = [...signatures.entries()].filter(
    ([, { timestamps }]) => !timestamps.some(({ indication }) => indication === 'TOTAL-PASSED'),
  );
  return new Map(unproven.map(([index]) => [index, unanswered.get(index) ?? 'no timestamp counts']));
}

const tokensOf = (proofs: readonly StoredProof[]) =>
  proofs.filter(({ ref }) => ref.role === 'timestamp').map(({ bytes }) => bytes);

/** A time that was proven once is proven; an answer about revocation counts later only for an examination. */
function earlierProofs({ earlier, purpose }: Question, { objects }: Deps): Promise<StoredProof[]> {
  const roles = purpose === 'examination' ? ['timestamp', 'ocsp-response', 'crl'] : ['timestamp'];
  return readProofs(
    earlier.filter(({ role }) => roles.includes(role)),
    objects,
  );
}

/** Certificates of the judged paths that came with the CMS; anchors stand in the trust list. */
async function keepCertificates(cms: Uint8Array, { signatures }: Report, { keeper }: Deps): Promise<void> {
  const used = new Set(signatures.flatMap(({ evidence }) => evidence.certificates));
  for (const { fingerprint, encoded } of readSignedData(cms).certificates)
    if (used.has(fingerprint)) await keeper.keep('certificate', encoded);
}
