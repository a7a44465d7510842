import { expect, it } from '@jest/globals';
import { readSignedData, validate } from '../src/index.ts';
import { knownCertificate } from '../src/x509/known-certificates.ts';
import { vector, vectorsIn } from './samples.ts';
import { everyAuthority } from './trust.ts';

const signatures = vectorsIn('cms').filter((file) => file.endsWith('.cms'));

// A Buffer's slice() is a view, a Uint8Array's a copy: whoever forgets it writes into the bytes of the caller.
it.each(signatures)('reading and judging %s leaves a Buffer of the caller as it is', async (file) => {
  const given = Buffer.from(vector(file));
  const count = () => readSignedData(given).signers.length;
  expect(count()).toBe(count());
  const at = new Date('2020-09-09T21:00:00Z');
  await validate({
    cms: given,
    content: Buffer.from('x'),
    at,
    trust: everyAuthority,
    options: { revocation: 'none' },
  });
  expect(given.equals(vector(file))).toBe(true);
});

it('a certificate that is kept does not change when its caller writes over the bytes', () => {
  const { encoded } = readSignedData(vector(signatures[0]!)).certificates[0]!;
  const given = Buffer.from(encoded);
  const kept = knownCertificate(given);
  given.fill(0);
  expect(Buffer.from(kept.encoded).equals(encoded)).toBe(true);
});
