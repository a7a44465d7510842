import type { PolicyMapping } from '../x509/constraints.ts';
import { ANY_POLICY } from '../x509/oids.ts';

/** A policy that is valid at one depth of the path, the policies it stands for below, and what it came from. */
type PolicyNode = {
  readonly policy: string;
  readonly expected: ReadonlySet<string>;
  readonly parents: ReadonlySet<PolicyNode>;
};

/**
 * The valid policies of one depth, by policy. As a graph with one node per policy and depth it stays linear where
 * the tree of RFC 5280 grows exponentially (RFC 9618, 5). Empty: the "NULL tree".
 */
export type PolicyLevel = ReadonlyMap<string, PolicyNode>;

/** What holds before the first certificate: any policy. */
export const initialLevel = (): PolicyLevel =>
  new Map([[ANY_POLICY, { policy: ANY_POLICY, expected: new Set([ANY_POLICY]), parents: new Set() }]]);

/** RFC 5280, 6.1.3 (d) and (e): the policies of a certificate below those of its issuer. */
export function nextLevel(
  above: PolicyLevel,
  policies: readonly string[] | undefined,
  anyAllowed: boolean,
): PolicyLevel {
  const level = new Map<string, PolicyNode>();
  const add = (policy: string, parents: ReadonlySet<PolicyNode>) => {
    if (parents.size > 0) level.set(policy, { policy, expected: new Set([policy]), parents });
  };
  for (const policy of policies ?? []) {
    if (policy === ANY_POLICY) continue;
    const expecting = parentsExpecting(above, policy);
    const any = above.get(ANY_POLICY);
    add(policy, expecting.size === 0 && any ? new Set([any]) : expecting);
  }
  if (policies?.includes(ANY_POLICY) && anyAllowed) {
    const expected = new Set([...above.values()].flatMap((node) => [...node.expected]));
    for (const policy of expected) if (!level.has(policy)) add(policy, parentsExpecting(above, policy));
  }
  return level;
}

const parentsExpecting = (above: PolicyLevel, policy: string): Set<PolicyNode> =>
  new Set([...above.values()].filter((node) => node.expected.has(policy)));

/** RFC 5280, 6.1.4 (b): what the policies of a CA certificate are called below it. */
export function mapLevel(
  level: PolicyLevel,
  mappings: readonly PolicyMapping[],
  mappingAllowed: boolean,
): PolicyLevel {
  const mapped = new Map(level);
  for (const [policy, pairs] of Map.groupBy(mappings, ({ issuerPolicy }) => issuerPolicy)) {
    const parents = (level.get(policy) ?? level.get(ANY_POLICY))?.parents;
    if (!mappingAllowed) mapped.delete(policy);
    else if (parents)
      mapped.set(policy, { policy, expected: new Set(pairs.map((pair) => pair.subjectPolicy)), parents });
  }
  return mapped;
}

/** RFC 5280, 6.1.5 (g): the policies under which the path is valid for a user who accepts `accepted` (undefined: any). */
export function userConstrainedPolicies(
  level: PolicyLevel,
  accepted: ReadonlySet<string> | undefined,
): ReadonlySet<string> {
  const authority = authorityConstrainedPolicies(level);
  if (accepted === undefined || accepted.has(ANY_POLICY)) return authority;
  return authority.has(ANY_POLICY)
    ? accepted
    : new Set([...authority].filter((policy) => accepted.has(policy)));
}

/** Policies, in the words of the trust anchor, from which a policy of the last depth descends. */
function authorityConstrainedPolicies(level: PolicyLevel): Set<string> {
  const found = new Set<string>();
  const seen = new Set<PolicyNode>();
  const waiting = [...level.values()];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if ([...node.parents].some((parent) => parent.policy === ANY_POLICY)) found.add(node.policy);
    waiting.push(...[...node.parents].filter((parent) => parent.policy !== ANY_POLICY));
  }
  return found;
}
