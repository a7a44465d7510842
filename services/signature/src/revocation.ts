import type { Report, RevocationSource } from '@edo/eds';
import type { Authorities } from './authorities/authorities.ts';
import { AuthorityUnavailable } from './authorities/exchange.ts';
import { type EvidenceKeeper, type StoredProof, sha256Of } from './evidence.ts';

/** Evidence of revocation for one question: asked of НУЦ РК now, and what was proven before. */
export interface RevocationEvidence {
  readonly source: RevocationSource;
  /** SHA-256 of what was answered now, and of the CRLs that are current. */
  fresh(now: Date): ReadonlySet<string>;
  /** Keeps the CRLs and the earlier proofs that the report rests on; answers of OCSP are kept as they come. */
  keepUsed(report: Report, keeper: EvidenceKeeper): Promise<void>;
}

export function revocationEvidence(
  { ocsp, crls }: Pick<Authorities, 'ocsp' | 'crls'>,
  earlier: readonly StoredProof[],
  keepAnswer: (response: Uint8Array) => Promise<unknown> | undefined,
): RevocationEvidence {
  const answered = new Set<string>();
  let silent = false;
  const of = (role: string) => earlier.filter(({ ref }) => ref.role === role).map(({ bytes }) => bytes);
  const source: RevocationSource = {
    async ocsp(certificate, issuer) {
      if (silent) return undefined; // whoever did not answer about one certificate is not waited for about the next
      try {
        const answer = await ocsp(certificate, issuer);
        answered.add(sha256Of(answer.response));
        await keepAnswer(answer.response);
        return answer;
      } catch (error) {
        if (!(error instanceof AuthorityUnavailable)) throw error;
        silent = true;
        return undefined;
      }
    },
    async crl(_, { subject }) {
      const ofIssuer = crls.current().filter(({ crl }) => sameBytes(crl.issuer.encoded, subject.encoded));
      return ofIssuer.length > 0 ? ofIssuer.map(({ crl }) => crl) : undefined;
    },
    ocspResponses: of('ocsp-response'),
    crls: of('crl'),
  };
  return {
    source,
    fresh: (now) =>
      new Set([
        ...answered,
        ...crls
          .current()
          .filter(({ crl }) => crl.nextUpdate !== undefined && crl.nextUpdate >= now)
          .map(({ sha256 }) => sha256),
      ]),
    async keepUsed({ signatures }, keeper) {
      const used = new Set(signatures.flatMap(({ evidence }) => [...evidence.ocsp, ...evidence.crls]));
      for (const fetched of crls.current()) if (used.has(fetched.sha256)) await keeper.keepCrl(fetched);
      for (const { ref, bytes } of earlier) if (used.has(sha256Of(bytes))) keeper.adopt(ref);
    },
  };
}

const sameBytes = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0;
