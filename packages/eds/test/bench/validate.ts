import { generatePrivateKey, type KeyAlgorithm, type PrivateKey } from '../../src/signing/private-key.ts';
import { validate } from '../../src/validation/validate.ts';
import { rate, report, TURNS } from './measure.ts';
import { createHierarchy, type Hierarchy, issuePerson, judgementOf, signSomething } from './people.ts';
import { manyRsaKeys } from './rsa-keys.ts';

/*
 * Whole judgements of attached CAdES B-B signatures over 10 KiB: reading, content digest, path of two certificates to
 * a trusted root, signature, all checks, the report. Without revocation.
 */

type Case = {
  readonly name: string;
  readonly authorities: KeyAlgorithm;
  readonly keys: (count: number) => PrivateKey[];
};

const generated = (algorithm: KeyAlgorithm) => (count: number) =>
  Array.from({ length: count }, () => generatePrivateKey(algorithm));

const CASES: readonly Case[] = [
  { name: 'eds.validate.rsa', authorities: 'rsa-4096', keys: manyRsaKeys },
  { name: 'eds.validate.gost2015', authorities: 'gost2015-512', keys: generated('gost2015-512') },
  { name: 'eds.validate.gost2004', authorities: 'gost2004', keys: generated('gost2004') },
];

/** Different signatures of the person that is known. */
const DIFFERENT = 50;
const KNOWN_TIMES = 2000;
/** Judgements before measuring: the compiler is at work for about as long. */
const WARM_UP = 10_000;
/** Persons who are seen for the first time, per turn. */
const COLD_TIMES = 100;

/** Judges one signature; a bench that measures anything but TOTAL-PASSED measures nothing. */
function judgeWith(hierarchy: Hierarchy): (cms: Uint8Array) => Promise<void> {
  const asked = judgementOf(hierarchy);
  return async (cms) => {
    const { indication, subIndication } = await validate({ ...asked, cms });
    if (indication !== 'TOTAL-PASSED') throw new Error(`${indication} ${subIndication}`);
  };
}

async function measure({ name, authorities, keys }: Case): Promise<void> {
  const hierarchy = createHierarchy(authorities);
  const judge = judgeWith(hierarchy);
  const [known, ...strangers] = keys(1 + TURNS * COLD_TIMES).map((key) => issuePerson(key, hierarchy));
  const signatures = await Promise.all(Array.from({ length: DIFFERENT }, () => signSomething(known!)));
  for (let index = 0; index < WARM_UP; index += 1) await judge(signatures[index % DIFFERENT]!);
  const warm = await rate(KNOWN_TIMES, (index) => judge(signatures[index % DIFFERENT]!));
  report(name, warm, 'judgements');
  const unseen = await Promise.all(strangers.map(signSomething));
  report(`${name}.cold`, await rate(COLD_TIMES, (index) => judge(unseen[index]!)), 'judgements');
}

/** Prints `eds.validate.*`; `only` picks cases by the beginning of their names. */
export async function benchValidate(only = ''): Promise<void> {
  for (const one of CASES) if (one.name.startsWith(only)) await measure(one);
}

if (import.meta.main) await benchValidate(process.argv[2]);
