import { contextTag } from '../../src/der/tags.ts';
import { element, nullValue, objectIdentifier, sequence, set, utf8String } from '../../src/der/writer.ts';
import { EdsError } from '../../src/errors.ts';
import { validate } from '../../src/validation/validate.ts';
import { ATTRIBUTE } from '../../src/x509/oids.ts';
import { authorityExtensions, commonName, issue, newKey } from '../authority.ts';
import { forgeCms, forgeSignerInfo } from '../forge.ts';
import { cpuSeconds, report } from './measure.ts';
import { createHierarchy, issuePerson, judgementOf } from './people.ts';

/*
 * What an attacker can make one judgement cost: inputs that drive each limit to its end, and the slowest of them.
 */

const hierarchy = createHierarchy('P-256');
const person = issuePerson(newKey(), hierarchy);
const asked = judgementOf(hierarchy);
const MEBIBYTE = 2 ** 20;

const signedBy = (count: number, content: Uint8Array, certificates: readonly Uint8Array[] = []): Uint8Array =>
  forgeCms({
    signers: Array.from({ length: count }, () => forgeSignerInfo({ signer: person, content })),
    certificates: [person.certificate, ...certificates],
    content,
  });

/** Certificates that all bear the issuer's name, with keys of their own: each might have signed the person's. */
function namesakes(count: number): Uint8Array[] {
  const name = commonName('TEST ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ');
  return Array.from({ length: count }, () => {
    const wishes = { name, key: newKey(), extensions: authorityExtensions() };
    return issue(wishes, { ...hierarchy.authority, key: newKey() }).certificate;
  });
}

const longName = (attributes: number): Uint8Array => {
  const attribute = set(sequence(objectIdentifier(ATTRIBUTE.commonName), utf8String('ﷺ'.repeat(20))));
  return sequence(...Array.from({ length: attributes }, () => attribute));
};

const nested = (depth: number): Uint8Array =>
  depth === 0 ? nullValue() : element(contextTag(0), nested(depth - 1));

const INPUTS: Readonly<Record<string, () => Uint8Array>> = {
  '64 signers over 10 MiB': () => signedBy(64, new Uint8Array(10 * MEBIBYTE)),
  '400 certificates of the issuer’s name': () => signedBy(1, new Uint8Array(1), namesakes(400)),
  'a certificate with 500 names in its subject': () =>
    signedBy(1, new Uint8Array(1), [issue({ name: longName(500) }).certificate]),
  '1,000,000 elements': () => element(0x30, Buffer.alloc(2e6, nullValue())),
  '500 levels': () => nested(500),
  '32 MiB of base64': () => Buffer.alloc(32 * MEBIBYTE, 'A'),
  '32 MiB of spaces': () => Buffer.alloc(32 * MEBIBYTE, ' '),
  '32 MiB of PEM that never ends': () =>
    Buffer.concat([Buffer.from('-----BEGIN CMS-----'), Buffer.alloc(32 * MEBIBYTE, 'A')]),
};

/** Judges or refuses; anything but a verdict or an EdsError is a defect. */
async function judge(cms: Uint8Array): Promise<void> {
  await validate({ ...asked, cms }).catch((error: unknown) => {
    if (!(error instanceof EdsError)) throw error;
  });
}

/** Prints `eds.hostile.slowest`: how many of the slowest input a CPU second judges, and `eds.hostile` for each. */
export async function benchHostile(): Promise<void> {
  const seconds: (readonly [string, number])[] = [];
  for (const [name, make] of Object.entries(INPUTS)) {
    const cms = make();
    seconds.push([name, await cpuSeconds(() => judge(cms))]);
  }
  seconds.sort(([, left], [, right]) => right - left);
  for (const [index, [input, took]] of seconds.entries()) {
    const perSec = 1 / took;
    const name = index === 0 ? 'eds.hostile.slowest' : 'eds.hostile';
    report(name, { median: perSec, min: perSec, max: perSec }, 'inputs', { input });
  }
}

if (import.meta.main) await benchHostile();
