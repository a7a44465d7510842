import { describe, expect, it } from '@jest/globals';
import { type Crl, parseCrl } from '../src/crl/crl.ts';
import { EdsError } from '../src/errors.ts';
import type { PolicyInputs } from '../src/path/validate-path.ts';
import { verifyChain } from '../src/path/verify-chain.ts';
import { type Certificate, parseCertificate } from '../src/x509/certificate.ts';
import { suite } from './samples.ts';

type Run = {
  should_validate: boolean;
  SetInitialPolicySet?: string[];
  SetUserConstrainedPolicySet?: string[];
  SetInitialExplicitPolicy?: unknown;
  SetInitialPolicyMappingInhibit?: unknown;
  SetInitialInhibitAnyPolicy?: unknown;
};
type Case = { section: string; title: string; certs: string[]; crls: string[]; runs: Run[] };

const cases = JSON.parse(Buffer.from(suite('pkits/index.json')).toString()) as Case[];
const at = new Date('2020-01-01T00:00:00Z');

/** What this library judges otherwise than NIST, and why. */
const DSA =
  'DSA is not in the allow-list: no authority of Kazakhstan uses it, and SOG-IS no longer agrees to it';
const differences: Readonly<Record<string, string>> = {
  '4.1.4 Valid DSA Signatures Test4': DSA,
  '4.1.5 Valid DSA Parameter Inheritance Test5': DSA,
};

const policiesOf = (names: readonly string[] = []) =>
  new Set(
    names
      .flatMap((list) => list.split(','))
      .filter(Boolean)
      .map((name) =>
        name.replace(/^NIST-test-policy-/, '2.16.840.1.101.3.2.1.48.').replace('anyPolicy', '2.5.29.32.0'),
      ),
  );

function inputsOf(run: Run): PolicyInputs {
  return {
    ...(run.SetInitialPolicySet && { accepted: policiesOf(run.SetInitialPolicySet) }),
    requireExplicit: run.SetInitialExplicitPolicy !== undefined,
    inhibitMapping: run.SetInitialPolicyMappingInhibit !== undefined,
    inhibitAny: run.SetInitialInhibitAnyPolicy !== undefined,
  };
}

/** Some certificates and CRLs of the suite are damaged on purpose: what cannot be read is not there. */
function readable<T>(read: (der: Uint8Array) => T, path: string): T[] {
  try {
    return [read(suite(path))];
  } catch (error) {
    if (error instanceof EdsError) return [];
    throw error;
  }
}

function judge({ certs, crls }: Case, run: Run) {
  const path: Certificate[] = certs.flatMap((name) => readable(parseCertificate, `pkits/certs/${name}.crt`));
  const lists: Crl[] = crls.flatMap((name) => readable(parseCrl, `pkits/crls/${name}.crl`));
  if (path.length < certs.length) return { valid: false, policies: new Set<string>(), faults: [] };
  const leaf = path.at(-1)!;
  return verifyChain(leaf, {
    anchors: path.slice(0, 1),
    intermediates: path.slice(1, -1),
    at,
    crls: lists,
    policies: inputsOf(run),
  });
}

describe('NIST PKITS, by RFC 5280 in own code', () => {
  it('has 247 cases', () => expect(cases).toHaveLength(247));

  it.each(cases.map((one) => [`${one.section} ${one.title}`, one] as const))('%s', (title, one) => {
    for (const run of one.runs) {
      const { valid, policies } = judge(one, run);
      expect(valid).toBe(title in differences ? !run.should_validate : run.should_validate);
      if (valid && run.SetUserConstrainedPolicySet)
        expect(policies).toEqual(policiesOf(run.SetUserConstrainedPolicySet));
    }
  });
});
