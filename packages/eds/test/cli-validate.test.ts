import { describe, expect, it } from '@jest/globals';
import { digest } from '../src/algorithms/digests.ts';
import { DIGEST } from '../src/algorithms/oids.ts';
import { signDetached } from '../src/signing/cades.ts';
import { pkcs12Signer } from '../src/signing/signer.ts';
import { at, eds, temporaryFiles } from './cli.ts';
import { vector } from './samples.ts';
import { writeZip } from './zip.ts';

const file = temporaryFiles();
const sample = at('vectors/cms/gost2015_individual_timestamped_attached.cms');
const crl = at('vectors/crl/nca_gost2022_test_2026-08.crl');
const prod = ['--trust', at('vectors/ca/prod')];
const trust = [...prod, '--trust', at('vectors/ca/test')];

describe('eds validate', () => {
  it('gives the JSON that is promised', async () => {
    const { exit, out } = await eds(['validate', sample, ...trust, '--crl', crl, '--json']);
    const report = JSON.parse(out);
    expect(exit).toBe(0);
    expect(report).toMatchObject({ indication: 'TOTAL-PASSED', subIndication: null });
    expect(report.signatures).toMatchObject([
      {
        indication: 'TOTAL-PASSED',
        subIndication: null,
        signer: {
          iin: '123456789011',
          bin: null,
          commonName: 'ТЕСТОВ ТЕСТ',
          organization: null,
          role: 'individual',
          keyUsage: expect.arrayContaining(['nonRepudiation']),
        },
        algorithm: 'GOST34.10-2015-512, Streebog-512',
        signingTime: '2026-07-20T09:08:06.000Z',
        bestSignatureTime: '2026-07-20T09:08:07.000Z',
        timestamps: [
          { genTime: '2026-07-20T09:08:07.000Z', policy: '1.2.398.3.3.2.6.4', indication: 'TOTAL-PASSED' },
        ],
        checks: expect.arrayContaining([
          { name: 'content-digest', status: 'passed', code: 'PASSED', message: expect.any(String) },
        ]),
      },
    ]);
  });

  it('says the same to people', async () => {
    const { out } = await eds(['validate', sample, ...trust, '--crl', crl]);
    expect(out).toMatch(/^TOTAL-PASSED: The signature is valid/);
    expect(out).toMatch(/IIN: +123456789011/);
  });

  it('asks for revocation unless told not to', async () => {
    const { exit, out } = await eds(['validate', sample, ...trust, '--json']);
    expect([exit, JSON.parse(out).subIndication]).toEqual([2, 'TRY_LATER']);
  });

  it('reads PEM and base64 as it reads DER', async () => {
    const base64 = Buffer.from(vector('cms/two_signers_gost2015_rsa_attached.cms')).toString('base64');
    const at = ['--at', '2022-09-27T21:19:00Z', '--no-revocation', '--json'];
    const judge = async (path: string) => JSON.parse((await eds(['validate', path, ...trust, ...at])).out);
    const bare = await judge(file('bare.txt', base64));
    expect(bare.signatures).toHaveLength(2);
    expect(await judge(file('a.pem', `-----BEGIN CMS-----\n${base64}\n-----END CMS-----\n`))).toEqual(bare);
  });

  it('fails with 1 where the content is another', async () => {
    const other = file('other.xml', 'another');
    const cms = at('vectors/cms/zip_sign/signature_rsa_timestamped_detached.cms');
    const rest = ['--at', '2020-10-22T22:05:00Z', '--no-revocation', '--json'];
    const { exit, out } = await eds(['validate', cms, '--content', other, ...trust, ...rest]);
    expect([exit, JSON.parse(out).subIndication]).toEqual([1, 'HASH_FAILURE']);
  });

  it('trusts the TSA only by --tsa-trust where that is given', async () => {
    const timestampOf = async (...folders: string[]) => {
      const { out } = await eds(['validate', sample, '--no-revocation', '--json', ...trust, ...folders]);
      return JSON.parse(out).signatures[0].timestamps[0].indication;
    };
    expect(await timestampOf('--tsa-trust', at('vectors/ca/prod'))).toBe('TOTAL-PASSED');
    expect(await timestampOf('--tsa-trust', at('vectors/ca/test'))).toBe('INDETERMINATE');
  });

  it('reads a folder with trust-list.json as that list says, test anchors in production refused', async () => {
    const judge = async (folder: string) => {
      const { exit, out } = await eds(['validate', sample, '--trust', folder, '--no-revocation', '--json']);
      const { basis, subIndication } = JSON.parse(out);
      return [exit, basis.environment, subIndication];
    };
    expect(await judge(at('trust/development'))).toEqual([0, 'development', null]);
    expect(await judge(at('trust/production'))).toEqual([2, 'production', 'NO_CERTIFICATE_CHAIN_FOUND']);
  });
});

describe('eds validate reads signed ZIP containers of НУЦ РК', () => {
  const content = Buffer.from('Договор №1');
  const signer = pkcs12Signer(vector('p12/individual_valid.p12'), 'Qwerty12');
  const manifest = Buffer.from(
    `<NCAManifest><SigReference URI="META-INF/signature-1.cms"/><DataObjectReference URI="a.txt"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#gost34311"/><DigestValue>${Buffer.from(digest(DIGEST.gost34311, content)).toString('base64')}</DigestValue></DataObjectReference></NCAManifest>`,
  );

  async function container(bytes: Uint8Array): Promise<string> {
    const options = { signingTime: new Date('2026-11-22T11:00:00Z') };
    const cms = await signDetached(digest(signer.digestOid, manifest), signer, options);
    const files = [
      { name: 'a.txt', bytes },
      { name: 'META-INF/NCAManifest.xml', bytes: manifest },
      { name: 'META-INF/signature-1.cms', bytes: cms },
    ];
    return file('signed.zip', writeZip(files));
  }

  it.each([
    ['whole', content, 0, 'unchanged'],
    ['changed', Buffer.from('Договор №2'), 1, 'changed'],
  ])('%s', async (_, bytes, expected, status) => {
    const path = await container(bytes);
    const { exit, out } = await eds(['validate', path, ...trust, '--no-revocation', '--json']);
    expect(exit).toBe(expected);
    expect(JSON.parse(out).objects).toMatchObject([{ name: 'a.txt', status }]);
    expect((await eds(['info', path])).out).toContain('kind: zip');
  });

  it('and takes no --content beside them', async () => {
    const path = await container(content);
    expect((await eds(['validate', path, '--content', path])).exit).toBe(64);
  });
});
