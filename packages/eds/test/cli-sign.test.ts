import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { readSignedData } from '../src/cms/signed-data.ts';
import { signatureTimestamps } from '../src/cms/signer-info.ts';
import { members, readRoot } from '../src/der/reader.ts';
import { TAG } from '../src/der/tags.ts';
import { readInteger } from '../src/der/values.ts';
import { enumerated, integer, sequence } from '../src/der/writer.ts';
import { readPkcs12 } from '../src/pkcs12/pkcs12.ts';
import { createTimestampRequest } from '../src/tsp/request.ts';
import { createAuthority, issue, purposes } from './authority.ts';
import { at, eds, temporaryFiles } from './cli.ts';
import { forgeToken } from './forge.ts';
import { opensslAccepts } from './openssl.ts';
import { pem } from './russian-oids.ts';
import { vector } from './samples.ts';

const file = temporaryFiles();
const document = file('contract.txt', 'Договор №1');
const other = file('other.txt', 'Договор №2');
const rsa = 'p12/2020_personal_RSA256_expired.p12';
const signWith = (container: string, output: string, ...more: string[]) =>
  eds(
    ['sign', '--p12', at(`vectors/${container}`), '--password', 'Qwerty12', document, '-o', output, ...more],
    { fetch },
  );

describe('eds sign, and eds validate after it', () => {
  it.each([
    ['ГОСТ 34.10-2015', 'p12/individual_valid.p12', '2026-11-22T12:00:00Z'],
    ['RSA', rsa, '2020-09-09T21:00:00Z'],
    ['ГОСТ 34.310-2004', 'p12/2020_organization_GOSTKNCA_expired.p12', '2020-09-09T21:00:00Z'],
  ])('%s, attached and detached', async (name, container, time) => {
    const now = { now: () => new Date(time) };
    const out = file(`${name}.cms`, '');
    const trust = ['--trust', at('vectors/ca/test'), '--trust', at('vectors/ca/prod')];
    const judge = (...more: string[]) => eds(['validate', out, '--no-revocation', ...trust, ...more], now);
    const args = ['sign', document, '--p12', at(`vectors/${container}`), '--password', 'Qwerty12', '-o', out];
    expect(await eds(args, now)).toMatchObject({
      exit: 0,
      err: expect.stringContaining('not constant time'),
    });
    expect((await judge()).exit).toBe(0);
    expect((await eds([...args, '--detached'], now)).exit).toBe(0);
    expect((await judge()).exit).toBe(2);
    expect((await judge('--content', document)).exit).toBe(0);
    expect((await judge('--content', other)).exit).toBe(1);
  });

  it('says that the certificate has ended', async () => {
    const { err } = await signWith(rsa, file('ended.cms', ''));
    expect(err).toMatch(/valid from 2020-01-28.* to 2021-01-27/);
  });
});

describe('openssl cms -verify accepts what eds sign makes in RSA', () => {
  const { certificates } = readPkcs12(vector(rsa), 'Qwerty12');
  const anchors = file('anchors.pem', certificates.map((one) => pem('CERTIFICATE', one)).join(''));
  const accepts = (path: string, ...more: string[]) =>
    opensslAccepts([
      ...['cms', '-verify', '-cades', '-purpose', 'any', '-partial_chain', '-no_check_time', '-binary'],
      ...['-inform', 'DER', '-in', path, '-CAfile', anchors, ...more],
    ]);

  it('attached', async () => {
    const out = file('attached.cms', '');
    await signWith(rsa, out);
    expect(accepts(out)).toBe(true);
  });

  it('detached, and not over another content', async () => {
    const out = file('detached.cms', '');
    await signWith(rsa, out, '--detached');
    expect([accepts(out, '-content', document), accepts(out, '-content', other)]).toEqual([true, false]);
  });
});

describe('eds sign --tsp', () => {
  const root = createAuthority('TEST TSA CA');
  const authority = issue({ extensions: [purposes(['1.3.6.1.5.5.7.3.8'], true)] }, root);
  const genTime = new Date('2026-11-22T12:00:00Z');

  /** A TSA over loopback: granted, with the nonce of the query; `answer` may be something else. */
  async function withTsa<T>(
    answer: ((query: Buffer) => Uint8Array | undefined) | undefined,
    act: (url: string) => Promise<T>,
  ): Promise<T> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = (answer ?? grant)(Buffer.concat(chunks));
        response.writeHead(body ? 200 : 503).end(body);
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    try {
      return await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  let imprintOf: Uint8Array = new Uint8Array();
  function grant(query: Buffer): Uint8Array {
    const [, nonce] = members(readRoot(new Uint8Array(query))).filter(({ tag }) => tag === TAG.integer);
    return sequence(
      sequence(integer(0)),
      forgeToken({ authority, imprintOf, genTime, nonce: readInteger(nonce!) }),
    );
  }

  it('puts the timestamp of the TSA over the signature into it', async () => {
    const out = file('stamped.cms', '');
    await signWith(rsa, out); // RSA with PKCS#1 v1.5 signs the same bytes twice, so the value is known beforehand
    imprintOf = readSignedData(readFileSync(out)).signers[0]!.signature;
    const { exit } = await withTsa(undefined, (url) => signWith(rsa, out, '--tsp', url));
    expect(exit).toBe(0);
    expect(readSignedData(readFileSync(out)).signers.flatMap(signatureTimestamps)).toHaveLength(1);
    const tsa = ['--tsa-trust', file('tsa-root.cer', root.certificate), '--trust', at('vectors/ca/test')];
    const judged = await eds(['validate', out, '--no-revocation', '--json', ...tsa]);
    expect(JSON.parse(judged.out).signatures[0].timestamps).toMatchObject([{ indication: 'TOTAL-PASSED' }]);
  });

  it.each([
    ['is not there', () => undefined, /status 503/],
    ['says no', () => sequence(sequence(integer(2))), /TSA refused|refused with status 2/],
    ['answers nonsense', () => enumerated(0), /timestamp response/],
    ['answers without end', () => new Uint8Array(400_000), /larger than/],
    [
      'answers another query',
      (query: Buffer) => {
        const old = createTimestampRequest({
          digestOid: '2.16.840.1.101.3.4.2.1',
          digest: createHash('sha256').digest(),
        });
        expect(query.length).toBeGreaterThan(old.encoded.length); // a nonce goes with every query
        return sequence(
          sequence(integer(0)),
          forgeToken({ authority, imprintOf: Buffer.from('x'), genTime }),
        );
      },
      /another digest/,
    ],
  ] satisfies [string, (query: Buffer) => Uint8Array | undefined, RegExp][])(
    'ends with 2 and writes nothing where the TSA %s',
    async (name, answer, message) => {
      const out = `${document}.${name}.cms`;
      const { exit, err } = await withTsa(answer, (url) => signWith(rsa, out, '--tsp', url));
      expect([exit, existsSync(out)]).toEqual([2, false]);
      expect(err).toMatch(message);
    },
  );

  it('says so where nobody listens', async () => {
    const url = await withTsa(undefined, async (address) => address);
    const { exit, err } = await signWith(rsa, `${document}.none.cms`, '--tsp', url);
    expect([exit, err]).toEqual([2, expect.stringContaining('does not answer')]);
  });
});
