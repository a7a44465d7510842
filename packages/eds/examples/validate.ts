/** Judges a detached signature of any size of content: node validate.ts SIGNATURE CONTENT TRUST-LIST-FOLDER ISO-TIME */
import { createReadStream, readFileSync } from 'node:fs';
import { createHash, loadTrustList, SENTENCES, validate } from '@edo/eds';

const [signature, content, trust, at] = process.argv.slice(2) as [string, string, string, string];

const report = await validate({
  cms: readFileSync(signature),
  content: {
    digest: async (oid) => {
      const hash = createHash(oid); // the signature says by which algorithm
      for await (const chunk of createReadStream(content)) hash.update(chunk);
      return hash.digest();
    },
  },
  at: new Date(at),
  trust: loadTrustList(trust, 'development'),
  options: { revocation: 'none' }, // else give `revocation`: OCSP answers, CRLs, or how to ask for them
});

for (const { signer, indication, subIndication } of report.signatures)
  process.stdout.write(`${signer?.commonName}: ${SENTENCES.kk[subIndication ?? indication]}\n`);
process.stdout.write(`${report.indication} ${report.subIndication ?? ''}\n`);
