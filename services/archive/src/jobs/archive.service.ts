import { createHash } from 'node:crypto';
import { type archive, archiveFacts } from '@edo/contracts';
import { canonicalJson } from '@edo/journal';
import { type Facts, type Handlers, isDuplicateKey, type Transaction } from '@edo/kit';
import type { BundleStore, KeptBundle } from './bundle-store.ts';
import { type BundleRequest, type BundlingDeps, makeBundle } from './bundling.ts';

interface Deps extends BundlingDeps {
  readonly store: BundleStore;
  readonly transaction: Transaction;
  readonly facts: Pick<Facts, 'record'>;
}

/** What leaves the archive: evidence bundles. */
export const archiveService = (deps: Deps): Handlers<typeof archive> => ({
  async bundle({ params, caller }) {
    const requestSha256 = createHash('sha256').update(canonicalJson(params)).digest('hex');
    const before = await deps.store.find(requestSha256);
    return answer(before ?? (await bundle(params, requestSha256, `service:${caller}`, deps)));
  },
});

const answer = ({ objectId, size, sha256, manifestSha256 }: KeptBundle) => ({
  object: { objectId, size, sha256 },
  manifestSha256,
});

/** Of two that make the same bundle at once the first holds; the other's is held by nobody. */
async function bundle(
  request: BundleRequest,
  requestSha256: string,
  by: string,
  deps: Deps,
): Promise<KeptBundle> {
  const { store, transaction, facts } = deps;
  const { documentId } = request;
  const { object, manifestObject, madeAt } = await makeBundle(request, deps);
  const kept = { ...object, requestSha256, documentId, manifestSha256: manifestObject.sha256, madeAt };
  const { objectId, sha256, manifestSha256 } = kept;
  try {
    await transaction(async () => {
      await store.add(kept);
      const data = { documentId, objectId, sha256, manifestSha256, madeAt };
      await facts.record(archiveFacts.bundleMade, {
        aggregateId: objectId,
        version: 1,
        by,
        at: madeAt,
        data,
      });
    });
    return kept;
  } catch (error) {
    const twin = isDuplicateKey(error) ? await store.find(requestSha256) : null;
    if (!twin) throw error;
    return twin;
  }
}
