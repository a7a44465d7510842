import { randomUUIDv7 } from 'node:crypto';
import {
  type ObjectRef,
  objects as objectActions,
  type Params,
  type signature,
  signatureFacts,
  type Verdict,
} from '@edo/contracts';
import { DIGEST, type DigestSource, digestAlgorithm, EdsError, type Report } from '@edo/eds';
import { canonicalJson } from '@edo/journal';
import type { Ask, Clock, Facts, ObjectClient, Request, Transaction } from '@edo/kit';
import type { Authorities } from './authorities/authorities.ts';
import { isUnanswered, overall, signatureVerdicts, unreadable } from './domain/verdict.ts';
import { type EvidenceKeeper, evidenceKeeper, sha256Of } from './evidence.ts';
import { judge } from './judging.ts';
import type { SignatureStore } from './store.ts';
import type { Trust } from './trust.ts';

/** Signatures are small; a larger CMS carries its content, which belongs beside it. */
const MOST_CMS_BYTES = 20 * 1024 * 1024;

export interface ValidatingDeps {
  readonly ask: Ask;
  readonly objects: ObjectClient;
  readonly authorities: Authorities;
  readonly trust: Trust;
  readonly store: SignatureStore;
  readonly transaction: Transaction;
  readonly facts: Pick<Facts, 'record'>;
  readonly clock: Clock;
  readonly tool: Verdict['tool'];
}

type Asked = Params<typeof signature.actions.validate>;
type Found = Pick<Verdict, 'indication' | 'subIndication' | 'reason' | 'signatures'> & {
  report: Report | null;
};

/** Validates a stored CMS over a stored content; keeps the report, all evidence and, unless an authority is waited for, the fact. */
export async function validateStored(
  request: Request<typeof signature.actions.validate>,
  deps: ValidatingDeps,
): Promise<Verdict> {
  const { params, caller, remember } = request;
  const { objects, clock, tool } = deps;
  const cms = await objects.bytes(params.cmsObjectId, MOST_CMS_BYTES);
  const content = contentOf(params.contentObjectId, deps.ask);
  const contentSha256 = Buffer.from(await content.digest(DIGEST.sha256)).toString('hex');
  const digests = { cmsSha256: sha256Of(cms), contentSha256 };
  const keeper = evidenceKeeper(objects);
  const { report, ...found } = await judgeReadable(cms, digests.cmsSha256, content, params, keeper, deps);
  const evidence = await keeper.refs();
  const said = { purpose: params.purpose, ...found, validatedAt: clock.now(), tool, evidence };
  const written = await writeReport({ ...digests, ...said, report }, deps);
  const verdict: Verdict = { ...said, reportObjectId: written.objectId };
  await deps.transaction(async () => {
    await keepVerdict(verdict, { ...digests, reportSha256: written.sha256 }, caller, deps);
    await remember(verdict);
  });
  return verdict;
}

function writeReport(said: object, { objects, trust }: ValidatingDeps): Promise<ObjectRef> {
  const report = { format: 'edo-validation-report/1', trustListSha256: trust.sha256, ...said };
  return objects.put(canonicalJson(report), { mediaType: 'application/json' });
}

/** The row always, the fact unless an authority is waited for: then nothing has been found that needs proof. */
async function keepVerdict(
  verdict: Verdict,
  digests: Digests,
  caller: string,
  { store, facts }: ValidatingDeps,
): Promise<void> {
  const { signatures: _signatures, tool: _tool, ...kept } = verdict;
  const validationId = randomUUIDv7();
  await store.addValidation({ validationId, ...digests, caller, verdict: kept });
  if (isUnanswered(verdict)) return;
  const { purpose, indication, subIndication, validatedAt } = verdict;
  await facts.record(signatureFacts.validated, {
    aggregateId: validationId,
    version: 1,
    by: `service:${caller}`,
    at: validatedAt,
    data: { ...digests, purpose, indication, subIndication, validatedAt },
  });
}

async function judgeReadable(
  cms: Uint8Array,
  cmsSha256: string,
  content: DigestSource,
  { purpose, locale }: Asked,
  keeper: EvidenceKeeper,
  deps: ValidatingDeps,
): Promise<Found> {
  try {
    const earlier = await deps.store.earlierEvidence(cmsSha256);
    const { report, circumstances } = await judge(
      { cms, content, purpose, locale, earlier },
      { ...deps, trust: deps.trust.list, keeper },
    );
    const signatures = signatureVerdicts(report, circumstances);
    return { ...overall(signatures), signatures, report };
  } catch (error) {
    if (!(error instanceof EdsError)) throw error;
    return { ...unreadable(error.code), signatures: [], report: null };
  }
}

/** A content of any size stays where it is: `archive` digests it. */
function contentOf(objectId: string, ask: Ask): DigestSource {
  return {
    async digest(oid) {
      digestAlgorithm(oid); // refuses an algorithm that nobody knows, before anyone is asked
      const { digest } = await ask(objectActions.actions.digest, { objectId, algorithm: oid });
      return Buffer.from(digest, 'base64');
    },
  };
}

interface Digests {
  readonly cmsSha256: string;
  readonly contentSha256: string;
  readonly reportSha256: string;
}
