/** Signs a text and judges the signature: node sign.ts CONTAINER PASSWORD TRUST-LIST-FOLDER */
import { readFileSync } from 'node:fs';
import { loadTrustList, pkcs12Signer, signAttached, validate } from '@edo/eds';

const [container, password, trust] = process.argv.slice(2) as [string, string, string];
const at = new Date('2026-11-22T12:00:00Z');

const signer = pkcs12Signer(readFileSync(container), password); // for development: not constant time
const cms = await signAttached(Buffer.from('Договор №1'), signer, { signingTime: at });
const { indication } = await validate({
  cms,
  at,
  trust: loadTrustList(trust, 'development'),
  options: { revocation: 'none' },
});
process.stdout.write(`${cms.length} bytes: ${indication}\n`);
