import { createHash } from 'node:crypto';
import { type EvidenceRef, Refusal } from '@edo/contracts';
import type { ObjectClient } from '@edo/kit';
import type { FetchedCrl } from './authorities/crl.ts';

const MEDIA_TYPE: Record<EvidenceRef['role'], string> = {
  certificate: 'application/pkix-cert',
  'ocsp-response': 'application/ocsp-response',
  crl: 'application/pkix-crl',
  timestamp: 'application/timestamp-reply',
};

/** Raw proofs of one act, each an object of its own. */
export interface EvidenceKeeper {
  /** Stores a proof; the same bytes again give the same reference. */
  keep(role: EvidenceRef['role'], bytes: Uint8Array): Promise<EvidenceRef>;
  /** Stores a CRL, once for as long as it is the latest. */
  keepCrl(crl: FetchedCrl): Promise<EvidenceRef>;
  /** Takes over a proof that is stored already. */
  adopt(ref: EvidenceRef): void;
  /** Everything kept or taken over, in order. */
  refs(): Promise<EvidenceRef[]>;
}

export function evidenceKeeper(objects: Pick<ObjectClient, 'put'>): EvidenceKeeper {
  const kept = new Map<string, Promise<EvidenceRef>>();
  const store = async (role: EvidenceRef['role'], bytes: Uint8Array): Promise<EvidenceRef> => {
    const { objectId, sha256 } = await objects.put(bytes, { mediaType: MEDIA_TYPE[role] });
    return { role, objectId, sha256 };
  };
  const once = (sha256: string, make: () => Promise<EvidenceRef>) => {
    const known = kept.get(sha256) ?? make();
    kept.set(sha256, known);
    return known;
  };
  return {
    keep: (role, bytes) => once(sha256Of(bytes), () => store(role, bytes)),
    keepCrl(fetched) {
      fetched.stored ??= store('crl', fetched.crl.encoded);
      fetched.stored.catch(() => delete fetched.stored); // what could not be stored is stored by the next who needs it
      return once(fetched.sha256, () => fetched.stored!);
    },
    adopt: (ref) => void once(ref.sha256, async () => ref),
    refs: () => Promise.all(kept.values()),
  };
}

/** Proofs of earlier validations of the same signature, read back. */
export interface StoredProof {
  readonly ref: EvidenceRef;
  readonly bytes: Uint8Array;
}

const LIMIT = 128 * 1024 * 1024;

/** Reads what is still there; a destroyed object proves nothing any more. */
export async function readProofs(
  refs: readonly EvidenceRef[],
  objects: Pick<ObjectClient, 'bytes'>,
): Promise<StoredProof[]> {
  const read = async (ref: EvidenceRef): Promise<StoredProof[]> => {
    try {
      return [{ ref, bytes: await objects.bytes(ref.objectId, LIMIT) }];
    } catch (error) {
      if (error instanceof Refusal && ['NOT_FOUND', 'OBJECT_DESTROYED'].includes(error.code)) return [];
      throw error;
    }
  };
  const each = new Map(refs.map((ref) => [ref.sha256, ref]));
  return (await Promise.all([...each.values()].map(read))).flat();
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
