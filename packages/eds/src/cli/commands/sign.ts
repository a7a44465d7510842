import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { signAttached, signDetached } from '../../signing/cades.ts';
import { pkcs12Signer, type Signer } from '../../signing/signer.ts';
import { parseCertificate } from '../../x509/certificate.ts';
import { describeCertificate } from '../../x509/describe.ts';
import type { Arguments } from '../arguments.ts';
import { type Command, EXIT, type Io } from '../command.ts';
import { UsageError } from '../errors.ts';
import { digestsOfFile, fileError, naming, readInput } from '../files.ts';
import { readTspUrl, stamped } from '../stamp.ts';
import { printable } from '../text.ts';

export const sign: Command = {
  summary: 'Signs a file: CAdES B-B, with --tsp B-T, in DER',
  file: 'FILE',
  options: {
    p12: { kind: 'one', value: 'F', required: true, help: 'key container (PKCS#12), RSA or ГОСТ' },
    password: { kind: 'one', value: 'P', required: true, help: 'its password' },
    detached: { kind: 'flag', help: 'leave the content outside; a file of any size can be signed' },
    tsp: { kind: 'one', value: 'URL', help: 'ask this TSA for a timestamp over the signature' },
    output: { kind: 'one', short: 'o', value: 'OUT', required: true, help: 'the signature' },
  },
  notes: [
    'For development: signing with a key from a file is not constant time, and other users of the machine can see',
    'the password among the processes. The timestamp is compared with the query, not judged: eds validate does.',
    'Nothing is written where the TSA does not answer (exit code 2).',
    '',
  ],
  async run(given, io) {
    const url = given.one('tsp');
    const tsa = url === undefined ? undefined : readTspUrl(url);
    const output = outputOf(given);
    const container = given.one('p12')!;
    const signer = naming(container, () => pkcs12Signer(readInput(container), given.one('password')!));
    warn(signer, io);
    const cms = await signFile(given, signer, io.now());
    write(output, tsa ? await stamped(cms, tsa, io.fetch) : cms);
    return EXIT.passed;
  },
};

function outputOf(given: Arguments): string {
  const output = given.one('output')!;
  const inputs = [given.file, given.one('p12')!]
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path));
  if (existsSync(output) && inputs.includes(realpathSync(output)))
    throw new UsageError(`-o ${output} would overwrite what is read`);
  return output;
}

async function signFile(given: Arguments, signer: Signer, signingTime: Date): Promise<Uint8Array> {
  if (!given.has('detached')) return signAttached(readInput(given.file), signer, { signingTime });
  const { digest } = digestsOfFile(given.file);
  return signDetached(await digest(signer.digestOid), signer, { signingTime });
}

function warn({ certificate }: Signer, io: Io): void {
  const { subject, notBefore, notAfter, purpose } = describeCertificate(parseCertificate(certificate));
  const now = io.now();
  io.err(
    printable(`eds: signing as ${subject.commonName}; keys in files are for development (not constant time)`),
  );
  if (now < notBefore || now > notAfter)
    io.err(`eds: the certificate is valid from ${notBefore.toISOString()} to ${notAfter.toISOString()} only`);
  if (purpose !== 'signing') io.err(`eds: the certificate is for ${purpose}, not for signing`);
}

function write(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw fileError(path, error);
  }
}
