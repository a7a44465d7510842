import { describe, expect, it } from '@jest/globals';
import { at, eds, temporaryFiles } from './cli.ts';
import { suite, vectorsIn } from './samples.ts';

const file = temporaryFiles();
const sample = at('vectors/cms/personal_active_RSA256.cms');
const certificate = at('vectors/ca/prod/nca_rsa.pem');

describe('wrong use ends with 64, says what is wrong and how it is called', () => {
  it.each([
    ['no command', [], /a command is missing/],
    ['an unknown command', ['verify', sample], /unknown command verify; known are validate/],
    ['no file', ['validate'], /FILE is missing/],
    ['two files', ['validate', sample, sample], /one argument too many/],
    ['an unknown option', ['validate', sample, '--loose'], /unknown option --loose/],
    ['an option without value', ['validate', sample, '--trust'], /--trust needs a value: --trust DIR/],
    ['an option in place of a value', ['validate', sample, '--at', '--no-revocation'], /--at needs a value/],
    ['a flag with a value', ['validate', sample, '--json=1'], /--json takes no value/],
    [
      'one value twice',
      ['validate', sample, '--at', '2026-01-01', '--at', '2027-01-01'],
      /--at is given twice/,
    ],
    ['a time without zone', ['validate', sample, '--at', '2026-01-01T00:00:00'], /is not an ISO time/],
    ['a day that is none', ['validate', sample, '--at', '2026-13-01'], /is not an ISO time/],
    [
      'evidence and no revocation',
      ['validate', sample, '--no-revocation', '--crl', at('vectors/crl/nca_rsa_test.crl')],
      /contradicts/,
    ],
    ['no leaf', ['chain', '--trust', certificate], /--leaf F is missing/],
    [
      'a policy that is none',
      ['chain', '--leaf', certificate, '--trust', certificate, '--policy', 'any'],
      /object identifier/,
    ],
    ['no issuer', ['ocsp', sample, '--cert', certificate], /--issuer F is missing/],
    [
      'an address that is none',
      ['sign', sample, '--p12', sample, '--password', 'x', '--tsp', 'ftp://x', '-o', 'y'],
      /http/,
    ],
    [
      'an output over the input',
      ['sign', sample, '--p12', sample, '--password', 'x', '-o', sample],
      /overwrite/,
    ],
  ] satisfies [string, string[], RegExp][])('%s', async (_, argv, message) => {
    const { exit, out, err } = await eds(argv);
    expect([exit, out]).toEqual([64, '']);
    expect(err).toMatch(message);
    expect(err).toMatch(/usage|eds --help/i);
  });
});

describe('unreadable input ends with 65, names the file, and shows no stack', () => {
  const garbage = file('garbage.bin', 'this is no signature at all!');
  const empty = file('empty.bin', '');
  const cut = file('cut.zip', 'PK\u0003\u0004 and no more');
  const wrongPassword = [
    '--p12',
    at('vectors/p12/individual_valid.p12'),
    '--password',
    'wrong',
    '-o',
    `${empty}.cms`,
  ];
  it.each([
    ['no such file', ['validate', '/nowhere/a.cms'], /no such file/],
    ['a folder', ['validate', at('vectors')], /is a folder/],
    ['garbage', ['validate', garbage], /garbage\.bin/],
    ['nothing', ['validate', empty], /empty\.bin/],
    ['half a ZIP', ['validate', cut], /not a whole ZIP archive/],
    ['a certificate as a signature', ['validate', certificate], /nca_rsa\.pem/],
    ['a CRL that is none', ['validate', sample, '--crl', garbage], /garbage\.bin/],
    ['an OCSP answer that is none', ['validate', sample, '--ocsp', garbage], /garbage\.bin/],
    ['content that is not there', ['validate', sample, '--content', '/nowhere/a'], /no such file/],
    ['a trust folder that is not there', ['validate', sample, '--trust', '/nowhere'], /\/nowhere/],
    [
      'a trust folder of folders',
      ['validate', sample, '--trust', at('vectors/ca')],
      /it has the folders prod, test|test, prod/,
    ],
    ['a leaf that is none', ['chain', '--leaf', garbage, '--trust', certificate], /garbage\.bin/],
    ['a token that is none', ['tsp', garbage, '--content', sample], /garbage\.bin/],
    [
      'a response that is none',
      ['ocsp', garbage, '--cert', certificate, '--issuer', certificate],
      /garbage\.bin/,
    ],
    ['a wrong password', ['sign', sample, ...wrongPassword], /individual_valid\.p12/],
    ['anything unknown', ['info', garbage], /no signature, certificate/],
  ] satisfies [string, string[], RegExp][])('%s', async (_, argv, message) => {
    const { exit, err } = await eds([...argv, ...(argv[0] === 'sign' ? [] : ['--json'])]);
    expect(exit).toBe(65);
    expect(err).toMatch(message);
    expect(err.split('\n')).toHaveLength(1);
  });

  it('and with --json the error is JSON too', async () => {
    const { out } = await eds(['validate', garbage, '--json']);
    expect(JSON.parse(out)).toEqual({ error: { code: 'CMS_MALFORMED', message: expect.any(String) } });
  });
});

describe('help', () => {
  it.each(['validate', 'chain', 'tsp', 'ocsp', 'sign', 'info'])(
    'of %s says how it is called',
    async (name) => {
      const { exit, out } = await eds([name, '--help']);
      expect([exit, out.split('\n')[0]]).toEqual([0, expect.stringContaining(`Usage: eds ${name} `)]);
      expect((await eds(['--help'])).out).toContain(name);
    },
  );
});

describe('eds info', () => {
  const samples = [
    ...vectorsIn('cms')
      .filter((path) => path.endsWith('.cms'))
      .map((path) => [path, 'cms']),
    ...vectorsIn('ca').map((path) => [path, 'certificate']),
    ...vectorsIn('ocsp').map((path) => [path, 'ocsp']),
    ['crl/nca_gost2022_test_2026-08.crl', 'crl'],
    ['crl/nca_gost2022_d_test_2025-04.crl', 'delta-crl'],
    ['tsp/token_gost2004.der', 'timestamp'],
  ] as [string, string][];

  it.each(samples)('%s is a %s', async (path, kind) => {
    const { exit, out } = await eds(['info', at(`vectors/${path}`), '--json']);
    expect([exit, JSON.parse(out).kind]).toEqual([0, kind]);
    expect((await eds(['info', at(`vectors/${path}`)])).out).toContain(`kind: ${kind}`);
  });

  it('shows a timestamp response as the timestamp in it', async () => {
    const response = file('granted.tsr', suite('tsp/testdata/granted.tsq'));
    expect((await eds(['info', response])).out).toContain('policy: 1.3.6.1.4.1.4146.2.3');
  });
});
