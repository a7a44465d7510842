import { readSignedData } from '../../cms/signed-data.ts';
import { readManifest } from '../../container/manifest.ts';
import { isZip, readZip } from '../../container/zip.ts';
import { parseCrl } from '../../crl/crl.ts';
import { unarmor } from '../../der/pem.ts';
import { EdsError } from '../../errors.ts';
import { readOcspResponse } from '../../ocsp/response.ts';
import { grantedToken } from '../../tsp/request.ts';
import { readTimestampToken } from '../../tsp/token.ts';
import { parseCertificate } from '../../x509/certificate.ts';
import { type Command, EXIT } from '../command.ts';
import * as describe from '../describe.ts';
import { UnreadableInput } from '../errors.ts';
import { naming, readInput } from '../files.ts';
import { asLines, printable } from '../text.ts';

export const info: Command = {
  summary:
    'Says what is in a signature, certificate, CRL, OCSP response, timestamp or signed ZIP; judges nothing',
  file: 'FILE',
  options: { json: { kind: 'flag', help: 'the same as JSON' } },
  async run(given, io) {
    const bytes = readInput(given.file);
    const found = naming(given.file, () => (isZip(bytes) ? describeZip(bytes) : describeDer(unarmor(bytes))));
    if (!found) throw new UnreadableInput('CMS_MALFORMED', `${given.file} is ${NONE}`);
    io.out(given.has('json') ? JSON.stringify(found, null, 2) : printable(asLines(found).join('\n')));
    return EXIT.passed;
  },
};

const NONE = 'no signature, certificate, CRL, OCSP response, timestamp or signed ZIP that can be read';

/** What can be told from other structures by being readable; a token is a signature too, and so comes first. */
const READERS: readonly ((der: Uint8Array) => object)[] = [
  (der) => describe.timestamp(readTimestampToken(der)),
  (der) => describe.signature(readSignedData(der)),
  (der) => describe.certificate(parseCertificate(der)),
  (der) => describe.crl(parseCrl(der)),
  (der) => describe.ocsp(readOcspResponse(der)),
  (der) => describe.timestamp(readTimestampToken(grantedToken(der))),
];

function describeDer(der: Uint8Array): object | undefined {
  for (const read of READERS) {
    try {
      return read(der);
    } catch (error) {
      if (!(error instanceof EdsError)) throw error;
    }
  }
  return undefined;
}

function describeZip(bytes: Uint8Array): object {
  const entries = readZip(bytes);
  const find = (name: string) => entries.find((entry) => entry.name === name);
  const manifest = find('META-INF/NCAManifest.xml');
  const { signatures, objects } = manifest ? readManifest(manifest.read()) : { signatures: [], objects: [] };
  const inside = signatures.map((name) => {
    const entry = find(name);
    return { name, ...(entry && describe.signature(readSignedData(entry.read()))) };
  });
  return {
    kind: 'zip',
    files: entries.map(({ name, size }) => ({ name, size })),
    objects: objects.map(({ uri, algorithm }) => ({ uri, algorithm })),
    signatures: inside,
  };
}
