import { parseCrl } from '../../crl/crl.ts';
import type { PathFaultCode } from '../../path/faults.ts';
import type { PolicyInputs } from '../../path/validate-path.ts';
import { type ChainJudgement, verifyChain } from '../../path/verify-chain.ts';
import { describeCertificate } from '../../x509/describe.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { exitOf } from '../exit.ts';
import { parseInput, readCertificate, readCertificates } from '../files.ts';
import { asLines, printable } from '../text.ts';
import { readTime } from '../time.ts';
import { readTrust } from '../trust.ts';

export const chain: Command = {
  summary: 'Verifies a certification path (RFC 5280, 6)',
  options: {
    leaf: { kind: 'one', value: 'F', required: true, help: 'the certificate to be verified' },
    intermediate: { kind: 'many', value: 'F', help: 'certificates that may lie between' },
    trust: { kind: 'many', value: 'F', required: true, help: 'trust anchors: files or folders' },
    crl: {
      kind: 'many',
      value: 'F',
      help: 'with one or more, the revocation of every certificate is judged',
    },
    at: { kind: 'one', value: 'T', help: 'the time of the verification; now where left out' },
    policy: {
      kind: 'many',
      value: 'OID',
      help: 'the path must be valid under one of these; any where left out',
    },
    'explicit-policy': {
      kind: 'flag',
      help: 'initial-explicit-policy: the path must be valid under some policy',
    },
    'inhibit-mapping': { kind: 'flag', help: 'initial-policy-mapping-inhibit' },
    'inhibit-any': { kind: 'flag', help: 'initial-any-policy-inhibit' },
    json: { kind: 'flag', help: '{ valid, indication, path, faults, policies } as JSON' },
  },
  notes: ['Indeterminate (2): no path to an anchor was found, or the revocation cannot be determined.', ''],
  async run(given, io) {
    const judgement = verifyChain(readCertificate(given.one('leaf')!), {
      anchors: readTrust(given.many('trust')).signers,
      intermediates: given.many('intermediate').flatMap(readCertificates),
      at: readTime(given.one('at'), io.now),
      ...(given.has('crl') && { crls: given.many('crl').map((path) => parseInput(path, parseCrl)) }),
      policies: policiesOf(given),
    });
    const report = reportOf(judgement);
    io.out(given.has('json') ? JSON.stringify(report, null, 2) : printable(asLines(report).join('\n')));
    return exitOf(report.indication);
  },
};

/** Faults that leave open whether the certificate is good. */
const OPEN: readonly PathFaultCode[] = ['NO_PATH', 'REVOCATION_UNDETERMINED'];

/** RFC 5280, 6.1.1 (c) to (f). Who names policies wants one of them to hold: that a path without any passed would surprise. */
function policiesOf(given: Arguments): PolicyInputs {
  const accepted = given.many('policy');
  const wrong = accepted.find((oid) => !/^[0-2](\.\d+)+$/.test(oid));
  if (wrong !== undefined) throw new UsageError(`--policy ${wrong} is not an object identifier`);
  return {
    ...(accepted.length > 0 && { accepted: new Set(accepted) }),
    requireExplicit: given.has('explicit-policy') || accepted.length > 0,
    inhibitMapping: given.has('inhibit-mapping'),
    inhibitAny: given.has('inhibit-any'),
  };
}

function reportOf({ valid, path, faults, policies }: ChainJudgement) {
  const open = faults.every(({ code }) => OPEN.includes(code));
  const certificates = path ? [...path.certificates, path.anchor] : [];
  return {
    indication: valid ? 'PASSED' : open ? 'INDETERMINATE' : 'FAILED',
    valid,
    path: certificates.map((certificate) => ({
      subject: describeCertificate(certificate).subject.commonName ?? null,
      serialNumber: describeCertificate(certificate).serialNumber,
      fingerprint: certificate.fingerprint,
    })),
    faults,
    policies: [...policies],
  } as const;
}
