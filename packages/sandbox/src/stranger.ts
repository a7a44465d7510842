import { parseCertificate } from '@edo/eds';
import { PURPOSE } from '@edo/eds/structures';
import { type Identity, makeCertificate, randomSerial } from './certificate.ts';
import { daysFrom } from './clock.ts';
import { extendedKeyUsage, keyUsage } from './extensions.ts';
import { generateKey } from './keys.ts';

/** Someone who has given himself a certificate with the name and the purpose of an honest service, and no authority behind it. */
export function strangerLike(honest: Identity, purpose: keyof typeof PURPOSE, now: Date): Identity {
  const key = generateKey(honest.key.kind);
  const { subject, issuer } = parseCertificate(honest.certificate);
  const content = {
    subject: subject.encoded,
    issuer: issuer.encoded,
    spki: key.spki,
    notBefore: daysFrom(now, -1),
    notAfter: daysFrom(now, 365),
    extensions: [extendedKeyUsage([PURPOSE[purpose]], purpose === 'timeStamping'), keyUsage(0x80)],
    serialNumber: randomSerial(),
  };
  return { key, certificate: makeCertificate(content, key) };
}
