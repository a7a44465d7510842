import { describe, expect, it } from '@jest/globals';
import { readPem } from '../src/der/pem.ts';
import { authorityExtensions, createAuthority, issue, personExtensions } from './authority.ts';
import { at, eds, temporaryFiles } from './cli.ts';
import { forgeOcsp } from './forge-ocsp.ts';
import { suite } from './samples.ts';

const file = temporaryFiles();

type Run = {
  should_validate: boolean;
  SetInitialPolicySet?: string[];
  SetInitialExplicitPolicy?: unknown;
  SetInitialPolicyMappingInhibit?: unknown;
  SetInitialInhibitAnyPolicy?: unknown;
};
type Case = { section: string; title: string; certs: string[]; crls: string[]; runs: Run[] };

describe('eds chain on NIST PKITS', () => {
  const cases = JSON.parse(Buffer.from(suite('pkits/index.json')).toString()) as Case[];
  const pki = (folder: string, extension: string) => (name: string) =>
    at(`suites/pkits/${folder}/${name}.${extension}`);

  function argumentsOf({ certs, crls }: Case, run: Run): string[] {
    const paths = certs.map(pki('certs', 'crt'));
    const policies = (run.SetInitialPolicySet ?? []).flatMap((list) => list.split(','));
    const oids = policies.map((name) => name.replace(/^NIST-test-policy-/, '2.16.840.1.101.3.2.1.48.'));
    return [
      ...['chain', '--leaf', paths.at(-1)!, '--trust', paths[0]!, '--at', '2020-01-01T00:00:00Z', '--json'],
      ...(paths.length > 2 ? ['--intermediate', ...paths.slice(1, -1)] : []),
      ...(crls.length > 0 ? ['--crl', ...crls.map(pki('crls', 'crl'))] : []),
      ...oids.flatMap((oid) => ['--policy', oid.replace('anyPolicy', '2.5.29.32.0')]),
      ...(run.SetInitialExplicitPolicy ? ['--explicit-policy'] : []),
      ...(run.SetInitialPolicyMappingInhibit ? ['--inhibit-mapping'] : []),
      ...(run.SetInitialInhibitAnyPolicy ? ['--inhibit-any'] : []),
    ];
  }

  /** As in `pkits.test.ts`: DSA is on no list. */
  const refused = ['4.1.4 Valid DSA Signatures Test4', '4.1.5 Valid DSA Parameter Inheritance Test5'];

  it.each(cases.map((one) => [`${one.section} ${one.title}`, one] as const))('%s', async (title, one) => {
    for (const run of one.runs) {
      const { exit, out } = await eds(argumentsOf(one, run));
      const good = run.should_validate && !refused.includes(title);
      expect(good ? [0] : [1, 2, 65]).toContain(exit);
      if (exit !== 65) expect(JSON.parse(out).valid).toBe(good);
    }
  });
});

describe('eds ocsp', () => {
  const root = createAuthority();
  const person = issue({ extensions: personExtensions }, root);
  const now = new Date('2026-11-22T12:00:00Z');
  const issuer = file('root.cer', root.certificate);
  const cert = file('person.cer', person.certificate);
  const answer = (revoked?: [Date, number]) =>
    forgeOcsp({
      responder: root,
      certificate: person.certificate,
      issuer: root.certificate,
      thisUpdate: now,
      ...(revoked && { revoked }),
    });
  const ask = (response: Uint8Array, more: string[] = []) =>
    eds(['ocsp', file('answer.der', response), '--cert', cert, '--issuer', issuer, '--json', ...more]);

  const since = new Date('2026-11-01T00:00:00Z');
  it.each([
    ['good', undefined, 0],
    ['revoked', [since, 1], 1],
    ['on-hold', [since, 6], 2],
  ] satisfies [string, [Date, number] | undefined, number][])('%s', async (status, revoked, exit) => {
    const outcome = await ask(answer(revoked));
    expect([outcome.exit, JSON.parse(outcome.out).status]).toEqual([exit, status]);
  });

  it('unknown where it is an hour old', async () => {
    const { exit, out } = await ask(answer(), ['--at', '2026-11-22T13:00:00Z']);
    expect([exit, JSON.parse(out).code]).toEqual([2, 'OCSP_NOT_TIMELY']);
  });

  it.each([
    ['good_response_next_update.pem', 2, 'OCSP_SIGNATURE_INVALID'], // SHA-1 is not relied upon
    ['other_response.pem', 2, 'OCSP_NOT_ABOUT_CERTIFICATE'],
    ['future_response.pem', 2, 'OCSP_NOT_TIMELY'],
    ['bad_status.pem', 65, undefined],
  ])("BoringSSL's %s", async (name, exit, code) => {
    const blocks = readPem(Buffer.from(suite(`ocsp/${name}`)).toString('latin1'));
    const write = (label: string) => file(label, blocks.find((one) => one.label === label)!.bytes);
    const outcome = await eds([
      ...[
        'ocsp',
        write('OCSP RESPONSE'),
        '--cert',
        write('CERTIFICATE'),
        '--issuer',
        write('CA CERTIFICATE'),
      ],
      ...['--at', '2017-03-05T00:00:00Z', '--json'],
    ]);
    expect([outcome.exit, JSON.parse(outcome.out).code]).toEqual([exit, code]);
  });
});

describe('eds tsp', () => {
  const content = file('notation', 'notation');
  const tokens = 'suites/tsp/testdata';
  const rest = ['--content', content, '--trust', at(`${tokens}/GlobalSignRootCA.crt`), '--json'];
  it.each([
    ['TimeStampToken.p7s', 0, 'TOTAL-PASSED'],
    ['granted.tsq', 0, 'TOTAL-PASSED'],
    ['TimeStampTokenWithInvalidSignature.p7s', 1, 'TOTAL-FAILED'],
    ['TimeStampTokenWithInvalideContentType.p7s', 1, 'TOTAL-FAILED'],
    ['rejection.tsq', 65, undefined],
    ['malformed.tsq', 65, undefined],
  ])("tspclient-go's %s ends with %i", async (name, exit, indication) => {
    const outcome = await eds(['tsp', at(`${tokens}/${name}`), ...rest]);
    expect([outcome.exit, JSON.parse(outcome.out).indication]).toEqual([exit, indication]);
  });

  it('is indeterminate under the trust list of НУЦ РК, which does not know that TSA', async () => {
    const { exit, out } = await eds(['tsp', at(`${tokens}/TimeStampToken.p7s`), '--content', content]);
    expect([exit, out]).toEqual([2, expect.stringContaining('NO_CERTIFICATE_CHAIN_FOUND')]);
  });

  it('fails over other content', async () => {
    const other = ['--content', file('other', 'notatioN'), '--trust', at(`${tokens}/GlobalSignRootCA.crt`)];
    const { exit, out } = await eds(['tsp', at(`${tokens}/TimeStampToken.p7s`), ...other]);
    expect(exit).toBe(1);
    expect(out).toMatch(/^TOTAL-FAILED \/ HASH_FAILURE/);
  });
});

describe('eds chain', () => {
  const root = createAuthority();
  const between = issue({ extensions: authorityExtensions() }, root);
  const leaf = issue({ extensions: personExtensions }, between);
  const write = (name: string, { certificate }: { certificate: Uint8Array }) => file(name, certificate);
  const paths = [write('l.cer', leaf), write('b.cer', between), write('r.cer', root)] as const;

  it('shows the path, is indeterminate where none is found, and fails where a rule is broken', async () => {
    const [end, middle, anchor] = paths;
    const whole = await eds(['chain', '--leaf', end, '--intermediate', middle, '--trust', anchor]);
    expect([whole.exit, whole.out]).toEqual([0, expect.stringContaining('path 3:')]);
    const without = await eds(['chain', '--leaf', end, '--trust', anchor]);
    expect([without.exit, without.out]).toEqual([2, expect.stringContaining('NO_PATH')]);
    const policy = await eds(['chain', '--leaf', middle, '--trust', anchor, '--policy', '1.2.398.3.3.2']);
    expect([policy.exit, policy.out]).toEqual([1, expect.stringContaining('POLICY_REQUIRED')]);
    const ended = await eds(['chain', '--leaf', middle, '--trust', anchor, '--at', '2040-01-01']);
    expect([ended.exit, ended.out]).toEqual([1, expect.stringContaining('EXPIRED')]);
  });
});
