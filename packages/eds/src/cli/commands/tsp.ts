import { readSignedData } from '../../cms/signed-data.ts';
import { unarmor } from '../../der/pem.ts';
import { contentOf, members, readRoot } from '../../der/reader.ts';
import { TAG } from '../../der/tags.ts';
import { hex } from '../../der/values.ts';
import { grantedToken } from '../../tsp/request.ts';
import { type TimestampJudgement, validateTimestampToken } from '../../tsp/validate-token.ts';
import { describeCertificate } from '../../x509/describe.ts';
import type { Command } from '../command.ts';
import { exitOf } from '../exit.ts';
import { digestsOfFile, naming, readInput } from '../files.ts';
import { checkLines, verdictLine } from '../report-text.ts';
import { asLines, printable } from '../text.ts';
import { readTime } from '../time.ts';
import { readTrust, TRUST_NOTES } from '../trust.ts';

export const tsp: Command = {
  summary: 'Judges a timestamp (RFC 3161): a token, or the response that brought it',
  file: 'TOKEN',
  options: {
    content: { kind: 'one', value: 'F', required: true, help: 'what was stamped' },
    trust: { kind: 'many', value: 'DIR', help: 'trust anchors of time-stamping authorities' },
    at: { kind: 'one', value: 'T', help: 'judge as if it were this time; now where left out' },
    json: { kind: 'flag', help: '{ indication, subIndication, genTime, policy, …, checks } as JSON' },
  },
  notes: ['The revocation of the TSA is not asked for here.', ...TRUST_NOTES],
  async run(given, io) {
    const token = readToken(given.file);
    const judgement = await validateTimestampToken(token, {
      imprintOf: digestsOfFile(given.one('content')!),
      trust: readTrust(given.many('trust')),
      at: readTime(given.one('at'), io.now),
    });
    const report = reportOf(judgement);
    io.out(given.has('json') ? JSON.stringify(report, null, 2) : textOf(report));
    return exitOf(report.indication);
  },
};

/** A response has a PKIStatusInfo where a token has the identifier of its type. */
function readToken(path: string): Uint8Array {
  const bytes = readInput(path);
  return naming(path, () => {
    const der = unarmor(bytes);
    if (der[0] === TAG.sequence && isResponse(der)) return grantedToken(der);
    readSignedData(der);
    return der;
  });
}

function isResponse(der: Uint8Array): boolean {
  const root = readRoot(der);
  return contentOf(root)[0] === TAG.sequence && members(root)[0]?.tag === TAG.sequence;
}

function reportOf({ indication, subIndication, token, certificate, checks, sha256 }: TimestampJudgement) {
  return {
    indication,
    subIndication,
    genTime: token?.info.genTime.toISOString() ?? null,
    policy: token?.info.policy ?? null,
    serialNumber: token ? hex(token.info.serialNumber) : null,
    authority: (certificate && describeCertificate(certificate).subject.commonName) ?? null,
    sha256,
    checks,
  };
}

function textOf({ checks, indication, subIndication, ...said }: ReturnType<typeof reportOf>): string {
  const verdict = verdictLine({ indication, subIndication });
  return printable([verdict, ...asLines(said, '  '), ...checkLines(checks)].join('\n'));
}
