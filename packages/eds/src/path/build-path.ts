import { sameBytes } from '../der/values.ts';
import type { Certificate } from '../x509/certificate.ts';
import { sameName } from '../x509/name.ts';
import { signatureFault } from './issued-by.ts';
import type { CertificationPath } from './validate-path.ts';

/** What a search for paths may cost: an attacker chooses the intermediates. */
const LIMITS = { certificates: 12, steps: 128 };

type Search = {
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  steps: number;
};

/**
 * Paths from the leaf to an anchor, the likelier first. Several certificates of one name are all tried: issuers
 * are told apart by key identifier and signature, never by name alone. Ends after a bounded number of steps.
 */
export function* candidatePaths(
  leaf: Certificate,
  anchors: readonly Certificate[],
  intermediates: readonly Certificate[],
): Generator<CertificationPath> {
  yield* extend([leaf], { anchors, intermediates, steps: LIMITS.steps });
}

function* extend(certificates: readonly Certificate[], search: Search): Generator<CertificationPath> {
  const last = certificates[certificates.length - 1]!;
  for (const anchor of issuersOf(last, search.anchors, search)) yield { anchor, certificates };
  if (certificates.length >= LIMITS.certificates) return;
  const unused = search.intermediates.filter(
    (candidate) => !certificates.some((used) => isSameEntity(used, candidate)),
  );
  for (const issuer of issuersOf(last, unused, search)) yield* extend([...certificates, issuer], search);
}

/** A path that comes back to one name and key gains nothing. */
const isSameEntity = (left: Certificate, right: Certificate): boolean =>
  sameBytes(left.publicKey.encoded, right.publicKey.encoded) && sameName(left.subject, right.subject);

/** Candidates whose name fits; those whose key made the signature, or else the likeliest alone, so that its fault is told. */
function issuersOf(
  certificate: Certificate,
  candidates: readonly Certificate[],
  search: Search,
): Certificate[] {
  const named = candidates
    .filter((candidate) => sameName(candidate.subject, certificate.issuer))
    .sort((left, right) => likelihood(right, certificate) - likelihood(left, certificate));
  const signers = named.filter((candidate) => {
    search.steps -= 1;
    return search.steps >= 0 && !signatureFault(certificate, candidate);
  });
  return signers.length > 0 ? signers : named.slice(0, 1);
}

function likelihood(issuer: Certificate, certificate: Certificate): number {
  const wanted = certificate.extensions.authorityKeyIdentifier?.keyIdentifier;
  const offered = issuer.extensions.subjectKeyIdentifier;
  if (!wanted || !offered) return 1;
  return sameBytes(wanted, offered) ? 2 : 0;
}
