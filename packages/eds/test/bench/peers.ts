import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSignedData } from '../../src/cms/signed-data.ts';
import { generatePrivateKey, type KeyAlgorithm } from '../../src/signing/private-key.ts';
import { withRussianOids } from '../russian-oids.ts';
import { type Rate, report, reportMissing } from './measure.ts';
import { createHierarchy, type Hierarchy, issuePerson, signSomething } from './people.ts';

/*
 * The same kind of signatures judged by OpenSSL's CMS_verify in a process of its own (`cms_verify.py`): with RSA the
 * path to the root too, with ГОСТ, in gost-engine under Russian identifiers, the signature alone. What it does not do:
 * ESS, purposes, the allow-list, a report.
 */

const DIFFERENT = 50;

async function signaturesOf(hierarchy: Hierarchy, algorithm: KeyAlgorithm): Promise<Uint8Array[]> {
  const person = issuePerson(generatePrivateKey(algorithm), hierarchy);
  return Promise.all(Array.from({ length: DIFFERENT }, () => signSomething(person)));
}

type Work = {
  readonly signatures: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
  readonly engine: 'gost' | '-';
  readonly times: number;
};

/** Lets the peer judge; answers its rate, or why there is none. */
function judgeByPeer({ signatures, certificates, engine, times }: Work): Rate | string {
  const folder = mkdtempSync(join(tmpdir(), 'eds-bench-'));
  try {
    for (const [index, bytes] of signatures.entries()) writeFileSync(join(folder, `${index}.cms`), bytes);
    for (const [index, bytes] of certificates.entries()) writeFileSync(join(folder, `${index}.cer`), bytes);
    const script = join(import.meta.dirname, 'cms_verify.py');
    const { status, stdout, stderr, error } = spawnSync('python3', [script, folder, engine, String(times)], {
      encoding: 'utf8',
    });
    if (status === 0) return JSON.parse(stdout) as Rate;
    return error?.message ?? stderr.trim().split('\n').at(-1) ?? `ended with ${status}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function reportPeer(name: string, unit: string, work: Work): void {
  const outcome = judgeByPeer(work);
  if (typeof outcome === 'string') reportMissing(name, outcome);
  else report(name, outcome, unit);
}

async function benchRsa(): Promise<void> {
  const hierarchy = createHierarchy('rsa-4096');
  const certificates = [hierarchy.root.certificate, hierarchy.authority.certificate];
  const signatures = await signaturesOf(hierarchy, 'rsa-2048');
  const work = { signatures, certificates, engine: '-', times: 500 } as const;
  reportPeer('peer.openssl.cms_verify.rsa', 'verifications with path', work);
}

async function benchGost(): Promise<void> {
  const ours = await signaturesOf(createHierarchy('gost2015-512'), 'gost2015-512');
  const signatures = ours.map((cms) => withRussianOids(cms, readSignedData(cms).signers[0]!.signature));
  const work = { signatures, certificates: [], engine: 'gost', times: 100 } as const;
  reportPeer('peer.gost-engine.cms_verify.gost2015', 'verifications without path', work);
}

/** Prints `peer.*`: numbers where the peer is installed, and what is missing where it is not. */
export async function benchPeers(): Promise<void> {
  await benchRsa();
  await benchGost();
}

if (import.meta.main) await benchPeers();
