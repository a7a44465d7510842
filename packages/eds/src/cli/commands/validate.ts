import { type ContainerReport, validateContainer } from '../../container/validate-container.ts';
import { isZip } from '../../container/zip.ts';
import { parseCrl } from '../../crl/crl.ts';
import { readOcspResponse } from '../../ocsp/response.ts';
import type { ValidationInput } from '../../validation/options.ts';
import type { Report } from '../../validation/report.ts';
import { validate as judge } from '../../validation/validate.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { exitOf } from '../exit.ts';
import { digestsOfFile, named, parseInput, readInput } from '../files.ts';
import { reportText } from '../report-text.ts';
import { readTime } from '../time.ts';
import { readTrust, TRUST_NOTES } from '../trust.ts';

export const validate: Command = {
  summary: 'Judges every signature of a CMS (DER, BER, PEM, base64) or of a signed ZIP of НУЦ РК',
  file: 'FILE',
  options: {
    content: { kind: 'one', value: 'FILE', help: 'what a detached signature was made over' },
    trust: { kind: 'many', value: 'DIR', help: 'trust anchors of signers' },
    'tsa-trust': { kind: 'many', value: 'DIR', help: 'trust anchors of time-stamping authorities' },
    crl: { kind: 'many', value: 'FILE', help: 'evidence of revocation: a CRL, complete or delta' },
    ocsp: { kind: 'many', value: 'FILE', help: 'evidence of revocation: an OCSP response' },
    at: { kind: 'one', value: 'ISO-TIME', help: 'judge as if it were this time; now where left out' },
    'no-revocation': { kind: 'flag', help: 'do not ask for revocation' },
    json: { kind: 'flag', help: 'the whole report as JSON' },
  },
  notes: TRUST_NOTES,
  async run(given, io) {
    const input = inputOf(given, readTime(given.one('at'), io.now));
    const report = await judgeFile(given, input).catch((error: unknown) => {
      throw named(given.file, error);
    });
    io.out(given.has('json') ? JSON.stringify(report, null, 2) : reportText(report));
    return exitOf(report.indication);
  },
};

function inputOf(given: Arguments, at: Date): Omit<ValidationInput, 'cms'> {
  const crls = given.many('crl').map((path) => parseInput(path, parseCrl));
  const ocspResponses = given.many('ocsp').map((path) =>
    parseInput(path, (der) => {
      readOcspResponse(der);
      return der;
    }),
  );
  const none = given.has('no-revocation');
  if (none && crls.length + ocspResponses.length > 0)
    throw new UsageError('--no-revocation contradicts --crl and --ocsp');
  const content = given.one('content');
  return {
    at,
    trust: readTrust(given.many('trust'), given.many('tsa-trust')),
    revocation: { crls, ocspResponses },
    ...(none && { options: { revocation: 'none' } }),
    ...(content !== undefined && { content: digestsOfFile(content) }),
  };
}

async function judgeFile(
  given: Arguments,
  { content, ...input }: Omit<ValidationInput, 'cms'>,
): Promise<Report | ContainerReport> {
  const bytes = readInput(given.file);
  if (!isZip(bytes)) return judge({ ...input, cms: bytes, ...(content && { content }) });
  if (content) throw new UsageError('a ZIP container carries its content: leave --content out');
  return validateContainer({ ...input, container: bytes });
}
