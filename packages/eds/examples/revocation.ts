/** What a CRL says about the signer of a signature: node revocation.ts SIGNATURE CRL ISSUER ISO-TIME */
import { readFileSync } from 'node:fs';
import { describeCertificate, judgeCrl, parseCertificate, parseCrl, readSignedData, unarmor } from '@edo/eds';

const [signature, crl, issuer, at] = process.argv.slice(2) as [string, string, string, string];

const [certificate] = readSignedData(readFileSync(signature)).certificates;
const { status, message } = judgeCrl({
  certificate: certificate!,
  issuer: parseCertificate(unarmor(readFileSync(issuer))),
  crls: [parseCrl(readFileSync(crl))],
  at: new Date(at),
});
const { subject, holder } = describeCertificate(certificate!);
process.stdout.write(`${subject.commonName} (${holder}): ${status}, ${message}\n`);
