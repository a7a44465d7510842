import { judgeOcspResponse } from '../../ocsp/judge.ts';
import { readOcspResponse } from '../../ocsp/response.ts';
import type { RevocationStatus } from '../../revocation/status.ts';
import type { Command } from '../command.ts';
import { type BlockIndication, exitOf } from '../exit.ts';
import { parseInput, readCertificate } from '../files.ts';
import { asLines, printable } from '../text.ts';
import { readTime } from '../time.ts';

export const ocsp: Command = {
  summary: 'Judges what an OCSP response (RFC 6960) says about a certificate',
  file: 'RESPONSE',
  options: {
    cert: { kind: 'one', value: 'F', required: true, help: 'the certificate asked about' },
    issuer: {
      kind: 'one',
      value: 'F',
      required: true,
      help: 'the certificate of its issuer, which is trusted',
    },
    at: { kind: 'one', value: 'T', help: 'the time that matters; now where left out' },
    json: { kind: 'flag', help: '{ status, code, message, thisUpdate, … } as JSON' },
  },
  notes: [
    'An answer without nextUpdate counts for five minutes. good is passed; revoked is failed; on-hold and unknown',
    'are indeterminate.',
    '',
  ],
  async run(given, io) {
    const response = parseInput(given.file, (der) => {
      readOcspResponse(der);
      return der;
    });
    const judgement = judgeOcspResponse(response, {
      certificate: readCertificate(given.one('cert')!),
      issuer: readCertificate(given.one('issuer')!),
      at: readTime(given.one('at'), io.now),
    });
    const report = { indication: INDICATION_OF[judgement.status], ...judgement };
    io.out(given.has('json') ? JSON.stringify(report, null, 2) : printable(asLines(report).join('\n')));
    return exitOf(report.indication);
  },
};

const INDICATION_OF: Readonly<Record<RevocationStatus, BlockIndication>> = {
  good: 'PASSED',
  revoked: 'FAILED',
  'on-hold': 'INDETERMINATE',
  unknown: 'INDETERMINATE',
};
