import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { realTestNca } from './real-test-issuer.ts';
import type { Sandbox } from './sandbox.ts';
import { replaceFile } from './vault.ts';

interface Entry {
  readonly file: string;
  readonly certificate: Uint8Array;
  readonly trustedFor: readonly ('signers' | 'timestamps' | 'ocsp')[];
}

/**
 * Writes the trust list of development into `folder` (`trust-list.json` and certificates, as @edo/eds reads them): the
 * sandbox's НУЦ for signers and timestamps; НУЦ РК's real test issuer for signers, with the one sandbox responder that
 * answers for it. Returns the path of the list and its SHA-256.
 */
export function writeTrustList(sandbox: Sandbox, folder: string): { path: string; sha256: string } {
  const entries: Entry[] = [
    ...sandbox.authorities.map(
      ({ kind, nca }): Entry => ({
        file: `nca_${kind}.cer`,
        certificate: nca.certificate,
        trustedFor: ['signers', 'timestamps'],
      }),
    ),
    { file: 'nca_gost2022_test.cer', certificate: realTestNca(), trustedFor: ['signers'] },
    {
      file: 'ocsp_real_test.cer',
      certificate: sandbox.realTestResponder.certificate,
      trustedFor: ['ocsp'],
    },
  ];
  mkdirSync(folder, { recursive: true });
  for (const { file, certificate } of entries) replaceFile(join(folder, file), certificate, 0o644);
  const certificates = entries.map(({ file, certificate, trustedFor }) => ({
    file,
    sha256: sha256(certificate),
    trustedFor,
  }));
  const list = { environment: 'development', version: 'sandbox', certificates };
  const text = Buffer.from(`${JSON.stringify(list, null, 2)}\n`);
  const path = join(folder, 'trust-list.json');
  replaceFile(path, text, 0o644);
  return { path, sha256: sha256(text) };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
