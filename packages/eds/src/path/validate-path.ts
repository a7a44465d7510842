import type { Certificate } from '../x509/certificate.ts';
import type { NameConstraints } from '../x509/constraints.ts';
import { sameName } from '../x509/name.ts';
import { ANY_POLICY, EXTENSION } from '../x509/oids.ts';
import type { PathFault, PathFaultCode } from './faults.ts';
import { algorithmRefusal, signatureFault } from './issued-by.ts';
import { nameConstraintFault } from './name-constraints.ts';
import { initialLevel, mapLevel, nextLevel, type PolicyLevel, userConstrainedPolicies } from './policies.ts';
import { profileFault } from './profile.ts';

/** What the relying party asks of policies (RFC 5280, 6.1.1 (c) to (g)). */
export type PolicyInputs = {
  /** policies that are accepted; undefined: any */
  readonly accepted?: ReadonlySet<string>;
  readonly requireExplicit?: boolean;
  readonly inhibitMapping?: boolean;
  readonly inhibitAny?: boolean;
};

/** A path from the leaf (first) to the certificate issued by the anchor (last); the anchor stands apart. */
export type CertificationPath = {
  readonly anchor: Certificate;
  readonly certificates: readonly Certificate[];
};

/** The result of RFC 5280, 6.1: valid where `faults` is empty. */
export type PathJudgement = { readonly faults: readonly PathFault[]; readonly policies: ReadonlySet<string> };

/** State variables of RFC 5280, 6.1.2. */
type State = {
  policies: PolicyLevel;
  explicitPolicy: number;
  policyMapping: number;
  inhibitAny: number;
  pathLength: number;
  readonly constraints: NameConstraints[];
};

type Report = (code: PathFaultCode, message: string) => void;

const KEY_CERT_SIGN = 5;

/** Critical extensions that this library processes; key identifiers and freshestCRL may not be critical at all. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.basicConstraints,
  EXTENSION.nameConstraints,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.policyConstraints,
  EXTENSION.inhibitAnyPolicy,
  EXTENSION.crlDistributionPoints,
  EXTENSION.keyStorage,
]);

/** Validates one path at the time `at` by RFC 5280, 6.1, without revocation; all faults are told, not the first alone. */
export function validatePath(path: CertificationPath, at: Date, policy: PolicyInputs = {}): PathJudgement {
  const { anchor, certificates } = path;
  const faults: PathFault[] = [];
  const state = initialState(anchor, certificates.length, policy);
  checkValidity(anchor, at, reporter(faults, certificates.length));
  checkIsCa(anchor, reporter(faults, certificates.length));
  checkProfile(anchor, reporter(faults, certificates.length));
  for (let depth = certificates.length - 1; depth >= 0; depth -= 1) {
    const certificate = certificates[depth]!;
    const report = reporter(faults, depth);
    checkCertificate(certificate, certificates[depth + 1] ?? anchor, at, report);
    processNamesAndPolicies(certificate, depth === 0, state, report);
    if (depth > 0) prepareForNext(certificate, state, report);
  }
  const policies = wrapUp(certificates[0] ?? anchor, state, policy, reporter(faults, 0));
  return { faults, policies };
}

const reporter =
  (faults: PathFault[], depth: number): Report =>
  (code, message) =>
    faults.push({ code, depth, message });

/** 6.1.2; of the anchor, its own name constraints and path length hold too (RFC 5937). */
function initialState(anchor: Certificate, length: number, policy: PolicyInputs): State {
  const { nameConstraints, basicConstraints } = anchor.extensions;
  return {
    policies: initialLevel(),
    explicitPolicy: policy.requireExplicit ? 0 : length + 1,
    policyMapping: policy.inhibitMapping ? 0 : length + 1,
    inhibitAny: policy.inhibitAny ? 0 : length + 1,
    pathLength: Math.min(length, basicConstraints?.pathLength ?? length),
    constraints: nameConstraints ? [nameConstraints] : [],
  };
}

/** Validity counts in whole seconds, the last one included (4.1.2.5). */
const SECOND = 1000;

function checkValidity({ notBefore, notAfter }: Certificate, at: Date, report: Report): void {
  if (at < notBefore) report('NOT_YET_VALID', `valid from ${notBefore.toISOString()}`);
  if (at.getTime() >= notAfter.getTime() + SECOND) report('EXPIRED', `valid until ${notAfter.toISOString()}`);
}

/** 6.1.3 (a), and critical extensions (6.1.4 (o), 6.1.5 (f)). */
function checkCertificate(certificate: Certificate, issuer: Certificate, at: Date, report: Report): void {
  checkValidity(certificate, at, report);
  const fault = signatureFault(certificate, issuer);
  if (fault) report(fault.code, fault.message);
  const refusal = fault ? undefined : algorithmRefusal(certificate, issuer, at);
  if (refusal) report('ALGORITHM_REFUSED', refusal);
  checkProfile(certificate, report);
}

/** Critical extensions (6.1.4 (o), 6.1.5 (f)), and what no certificate of RFC 5280, 4 can be. */
function checkProfile(certificate: Certificate, report: Report): void {
  for (const { oid, critical } of certificate.rawExtensions.values()) {
    if (critical && !UNDERSTOOD.has(oid)) report('CRITICAL_EXTENSION_UNKNOWN', `critical extension ${oid}`);
  }
  const broken = profileFault(certificate);
  if (broken) report('PROFILE_VIOLATED', broken);
}

const isSelfIssued = ({ subject, issuer }: Certificate): boolean => sameName(subject, issuer);

/** 6.1.3 (b) to (f). */
function processNamesAndPolicies(
  certificate: Certificate,
  isLeaf: boolean,
  state: State,
  report: Report,
): void {
  const selfIssued = isSelfIssued(certificate);
  const outside = isLeaf || !selfIssued ? nameConstraintFault(certificate, state.constraints) : undefined;
  if (outside) report('NAME_NOT_PERMITTED', outside);
  const anyAllowed = state.inhibitAny > 0 || (!isLeaf && selfIssued);
  state.policies = nextLevel(state.policies, certificate.extensions.certificatePolicies, anyAllowed);
  if (state.explicitPolicy === 0 && state.policies.size === 0)
    report('POLICY_REQUIRED', 'no acceptable policy is left');
}

/** 6.1.4: what a CA certificate means for the next one. */
function prepareForNext(certificate: Certificate, state: State, report: Report): void {
  const { policyMappings = [], nameConstraints } = certificate.extensions;
  if (policyMappings.some((pair) => pair.issuerPolicy === ANY_POLICY || pair.subjectPolicy === ANY_POLICY)) {
    report('POLICY_MAPPING_OF_ANY', 'anyPolicy is mapped');
  }
  state.policies = mapLevel(state.policies, policyMappings, state.policyMapping > 0);
  if (nameConstraints) state.constraints.push(nameConstraints);
  tightenPolicies(certificate, state);
  checkIsCa(certificate, report);
  countPathLength(certificate, state, report);
}

/** 6.1.4 (h) to (j). */
function tightenPolicies(certificate: Certificate, state: State): void {
  const { policyConstraints, inhibitAnyPolicy } = certificate.extensions;
  const step = isSelfIssued(certificate) ? 0 : 1;
  const tighten = (left: number, limit: number | undefined) =>
    Math.min(Math.max(left - step, 0), limit ?? Number.POSITIVE_INFINITY);
  state.explicitPolicy = tighten(state.explicitPolicy, policyConstraints?.requireExplicit);
  state.policyMapping = tighten(state.policyMapping, policyConstraints?.inhibitMapping);
  state.inhibitAny = tighten(state.inhibitAny, inhibitAnyPolicy);
}

/** 6.1.4 (k) and (n). */
function checkIsCa({ extensions: { basicConstraints, keyUsage } }: Certificate, report: Report): void {
  if (!basicConstraints?.ca) report('NOT_A_CA', 'basicConstraints does not say CA');
  if (keyUsage && !keyUsage.has(KEY_CERT_SIGN)) report('KEY_USAGE_FORBIDS', 'keyUsage lacks keyCertSign');
}

/** 6.1.4 (l) and (m). */
function countPathLength(certificate: Certificate, state: State, report: Report): void {
  if (!isSelfIssued(certificate)) {
    if (state.pathLength <= 0) report('PATH_TOO_LONG', 'more CAs than pathLenConstraint allows');
    state.pathLength -= 1;
  }
  state.pathLength = Math.min(
    state.pathLength,
    certificate.extensions.basicConstraints?.pathLength ?? state.pathLength,
  );
}

/** 6.1.5. */
function wrapUp(leaf: Certificate, state: State, policy: PolicyInputs, report: Report): ReadonlySet<string> {
  if (leaf.extensions.policyConstraints?.requireExplicit === 0) state.explicitPolicy = 0;
  else state.explicitPolicy = Math.max(state.explicitPolicy - 1, 0);
  const policies = userConstrainedPolicies(state.policies, policy.accepted);
  if (state.explicitPolicy === 0 && policies.size === 0)
    report('POLICY_REQUIRED', 'the path is valid under no accepted policy');
  return policies;
}
