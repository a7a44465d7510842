import type { Crl } from '../crl/crl.ts';
import { judgeCrl } from '../crl/judge.ts';
import type { Certificate } from '../x509/certificate.ts';
import { candidatePaths } from './build-path.ts';
import type { PathFault } from './faults.ts';
import { type CertificationPath, type PolicyInputs, validatePath } from './validate-path.ts';

/** What a chain is verified with; nothing else is consulted. */
export type ChainInputs = {
  /** trust anchors, e.g. one of the lists of a `TrustList` */
  readonly anchors: readonly Certificate[];
  /** certificates that may lie between leaf and anchor, trusted in nothing */
  readonly intermediates?: readonly Certificate[];
  /** the time of the verification */
  readonly at: Date;
  /** with CRLs (even an empty list), the revocation of every certificate below the anchor must be determined by them */
  readonly crls?: readonly Crl[];
  readonly policies?: PolicyInputs;
};

/** The first path without faults, or else the likeliest one with its faults; no path at all is the fault NO_PATH. */
export type ChainJudgement = {
  readonly valid: boolean;
  readonly path: CertificationPath | undefined;
  readonly faults: readonly PathFault[];
  /** policies under which the path is valid */
  readonly policies: ReadonlySet<string>;
};

/** Builds and validates a certification path (RFC 5280, 6), and judges its revocation where CRLs are given. */
export function verifyChain(leaf: Certificate, inputs: ChainInputs): ChainJudgement {
  return search(leaf, inputs, new Set());
}

/** `asked`: CRL issuers whose own path is being verified. */
function search(leaf: Certificate, inputs: ChainInputs, asked: ReadonlySet<string>): ChainJudgement {
  let best: ChainJudgement | undefined;
  for (const path of candidatePaths(leaf, inputs.anchors, inputs.intermediates ?? [])) {
    const { faults: found, policies } = validatePath(path, inputs.at, inputs.policies);
    const faults = found.length > 0 ? found : revocationFaults(path, inputs, asked);
    if (faults.length === 0) return { valid: true, path, faults, policies };
    best ??= { valid: false, path, faults, policies };
  }
  const fault: PathFault = { code: 'NO_PATH', depth: 0, message: 'no path leads to a trust anchor' };
  return best ?? { valid: false, path: undefined, faults: [fault], policies: new Set() };
}

function revocationFaults(
  path: CertificationPath,
  inputs: ChainInputs,
  asked: ReadonlySet<string>,
): PathFault[] {
  const { crls, at } = inputs;
  if (!crls) return [];
  const crlIssuers = [path.anchor, ...(inputs.intermediates ?? [])];
  const isTrusted = (candidate: Certificate) => isTrustedCrlIssuer(candidate, path.anchor, inputs, asked);
  return path.certificates.flatMap((certificate, depth): PathFault[] => {
    const issuer = path.certificates[depth + 1] ?? path.anchor;
    const { status, message } = judgeCrl({ certificate, issuer, crls, at, crlIssuers, isTrusted });
    if (status === 'good') return [];
    return [{ code: status === 'unknown' ? 'REVOCATION_UNDETERMINED' : 'REVOKED', depth, message }];
  });
}

/**
 * A CRL issuer is trusted under the same anchor, by a path of its own (6.3.3 (f)). One whose status is told by its
 * own CRL alone (RFC 5280 does not forbid it) is not asked about a second time.
 */
function isTrustedCrlIssuer(
  candidate: Certificate,
  anchor: Certificate,
  inputs: ChainInputs,
  asked: ReadonlySet<string>,
): boolean {
  if (candidate.fingerprint === anchor.fingerprint || asked.has(candidate.fingerprint)) return true;
  const { policies: _, ...withoutPolicies } = inputs;
  return search(
    candidate,
    { ...withoutPolicies, anchors: [anchor] },
    new Set([...asked, candidate.fingerprint]),
  ).valid;
}
