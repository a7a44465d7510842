import { describe, expect, it } from '@jest/globals';
import { parseCrl } from '../src/crl/crl.ts';
import { readPem } from '../src/der/pem.ts';
import { EdsError } from '../src/errors.ts';
import { verifyChain } from '../src/path/verify-chain.ts';
import { parseCertificate } from '../src/x509/certificate.ts';
import { suite } from './samples.ts';

type Case = {
  id: string;
  expected_result: 'SUCCESS' | 'FAILURE';
  trusted_certs: string[];
  untrusted_intermediates: string[];
  peer_certificate: string;
  validation_time: string | null;
  crls: string[];
};

const cases = JSON.parse(Buffer.from(suite('limbo/index.json')).toString()) as Case[];

const HOST = 'asks for the host name of a TLS server, which no chain here has';
const DEPTH = 'asks for a limit on the length that the caller chooses; only pathLenConstraint limits it here';
const ISSUER = 'a duty of those who issue (RFC 5280, 4), without which the chain is still verified in full';

/** Chains that limbo calls invalid and this library accepts, and why. It refuses none that limbo calls valid. */
const accepted: Readonly<Record<string, string>> = {
  'rfc5280::ca-as-leaf-wrong-san': HOST,
  'rfc5280::eku::ee-wrong-eku': HOST,
  'rfc5280::san::ip-in-dns': HOST,
  'rfc5280::san::underscore-dns': HOST,
  'pathlen::max-chain-depth-0-exhausted': DEPTH,
  'pathlen::max-chain-depth-1-exhausted': DEPTH,
  'crl::crlnumber-missing': ISSUER,
  'rfc5280::aki::cross-signed-root-missing-aki': ISSUER,
  'rfc5280::aki::intermediate-missing-aki': ISSUER,
  'rfc5280::aki::leaf-missing-aki': ISSUER,
  'rfc5280::nc::permitted-dns-match-noncritical': ISSUER,
  'rfc5280::pc::ica-noncritical-pc': ISSUER,
  'rfc5280::root-non-critical-basic-constraints': ISSUER,
  'rfc5280::serial::too-long': ISSUER,
  'rfc5280::serial::zero': ISSUER,
  'rfc5280::ski::intermediate-missing-ski': ISSUER,
  'rfc5280::ski::root-missing-ski': ISSUER,
};

const bytesOf = (pem: string): Uint8Array => readPem(pem)[0]!.bytes;

/** What cannot be read is not there; a leaf that cannot be read has no path. */
function readable<T>(read: (der: Uint8Array) => T, pem: string): T[] {
  try {
    return [read(bytesOf(pem))];
  } catch (error) {
    if (error instanceof EdsError) return [];
    throw error;
  }
}

function judge(one: Case): 'SUCCESS' | 'FAILURE' {
  const [leaf] = readable(parseCertificate, one.peer_certificate);
  const crls = one.crls.flatMap((pem) => readable(parseCrl, pem));
  const inputs = {
    anchors: one.trusted_certs.flatMap((pem) => readable(parseCertificate, pem)),
    intermediates: one.untrusted_intermediates.flatMap((pem) => readable(parseCertificate, pem)),
    at: new Date(one.validation_time ?? '2026-11-22T12:00:00Z'),
  };
  return leaf && verifyChain(leaf, { ...inputs, ...(one.crls.length > 0 && { crls }) }).valid
    ? 'SUCCESS'
    : 'FAILURE';
}

/** A chain made to cost much may cost this much of a processor, milliseconds. */
const LONGEST = 2000;

describe('x509-limbo', () => {
  it.each(cases.map((one) => [one.id, one] as const))('%s', (id, one) => {
    const before = process.cpuUsage();
    expect(judge(one)).toBe(id in accepted ? 'SUCCESS' : one.expected_result);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(LONGEST);
  });
});
