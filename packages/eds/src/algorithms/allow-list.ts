import { digestAlgorithm } from './digests.ts';
import { DIGEST } from './oids.ts';
import type { PublicKey } from './public-keys.ts';

/** What an algorithm is relied upon for. */
export type DigestUse =
  | 'signature' // the digest of signed bytes: content, signed attributes, certificates, CRLs, OCSP answers
  | 'imprint' // messageImprint of a timestamp
  | 'certificate-reference' // certificate hash of signingCertificate and signingCertificateV2
  | 'certificate-id'; // CertID of OCSP: names a certificate, proves nothing

/** One line of the allow-list. Days are inclusive, UTC; what is not listed is not allowed. */
type Allowance = { readonly from?: string; readonly until?: string; readonly basis: string };
type DigestAllowance = Allowance & { readonly digest: string; readonly uses: readonly DigestUse[] };
type KeyAllowance = Allowance & { readonly key: string; readonly minimumBits: number };

const everywhere: readonly DigestUse[] = ['signature', 'imprint', 'certificate-reference', 'certificate-id'];
const SOGIS = 'SOG-IS Agreed Cryptographic Mechanisms 1.3; ETSI TS 119 312';

// biome-ignore format: a table
export const digestAllowances: readonly DigestAllowance[] = [
  { digest: DIGEST.sha256, uses: everywhere, basis: SOGIS },
  { digest: DIGEST.sha384, uses: everywhere, basis: SOGIS },
  { digest: DIGEST.sha512, uses: everywhere, basis: SOGIS },
  { digest: DIGEST.streebog256, uses: everywhere, basis: 'СТ РК ГОСТ 34.11-2015' },
  { digest: DIGEST.streebog512, uses: everywhere, basis: 'СТ РК ГОСТ 34.11-2015' },
  { digest: DIGEST.gost34311, uses: everywhere, basis: 'ГОСТ 34.311-95, in use by НУЦ РК until the last of its certificates ends' },
  { digest: DIGEST.sha1, uses: ['certificate-reference', 'certificate-id'], basis: 'RFC 5816 (signingCertificate of timestamps), RFC 6960 (CertID)' },
];

// biome-ignore format: a table
export const keyAllowances: readonly KeyAllowance[] = [
  { key: 'rsa', minimumBits: 2048, basis: `${SOGIS}; the key length of НУЦ РК` },
  { key: 'P-256', minimumBits: 256, basis: SOGIS },
  { key: 'P-384', minimumBits: 384, basis: SOGIS },
  { key: 'P-521', minimumBits: 521, basis: SOGIS },
  { key: 'gost2004', minimumBits: 256, basis: 'ГОСТ 34.310-2004, in use by НУЦ РК until the last of its certificates ends' },
  { key: 'gost2015-256', minimumBits: 256, basis: 'СТ РК ГОСТ 34.10-2015' },
  { key: 'gost2015-512', minimumBits: 512, basis: 'СТ РК ГОСТ 34.10-2015' },
];

const covers = ({ from, until }: Allowance, at: Date): boolean =>
  (!from || from <= dayOf(at)) && (!until || dayOf(at) <= until);
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Why a digest may not be relied upon for this use at this time; undefined where it may. */
export function digestRefusal(
  oid: string,
  use: DigestUse,
  at: Date,
  allowances = digestAllowances,
): string | undefined {
  const lines = allowances.filter(({ digest, uses }) => digest === oid && uses.includes(use));
  if (lines.some((line) => covers(line, at))) return undefined;
  const { name } = digestAlgorithm(oid);
  return `${name} is not relied upon as ${use} on ${dayOf(at)}${lastDay(lines)}`;
}

/** Why a key may not be relied upon at this time; undefined where it may. */
export function keyRefusal(key: PublicKey, at: Date, allowances = keyAllowances): string | undefined {
  const { name, bits } = keySize(key);
  const lines = allowances.filter((line) => line.key === name && bits >= line.minimumBits);
  if (lines.some((line) => covers(line, at))) return undefined;
  return `a key of ${name} with ${bits} bits is not relied upon on ${dayOf(at)}${lastDay(lines)}`;
}

const lastDay = (lines: readonly Allowance[]): string =>
  lines.some(({ until }) => until)
    ? `; it was until ${lines
        .map(({ until }) => until ?? '')
        .sort()
        .at(-1)}`
    : '';

function keySize(key: PublicKey): { name: string; bits: number } {
  if (key.family === 'rsa') return { name: 'rsa', bits: key.bits };
  if (key.family === 'ecdsa') return { name: key.curve, bits: Number(key.curve.slice(2)) };
  return { name: key.gost.name, bits: 8 * key.gost.curve.byteLength };
}
