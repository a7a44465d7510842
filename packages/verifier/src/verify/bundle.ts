import { readSignedData } from '@edo/eds';
import type { Manifest, PartRole } from '../format/manifest.ts';
import { manifestSignaturePath } from '../format/paths.ts';
import type { Evidence } from './judge.ts';

/** A bundle whose parts are as its manifest pins them. */
export type Bundle = { files: ReadonlyMap<string, Uint8Array>; manifest: Manifest };

export type PartBytes = { path: string; bytes: Uint8Array };

/** Parts of a role, by path. */
export function partsOf({ files, manifest }: Bundle, role: PartRole): PartBytes[] {
  return manifest.parts
    .filter((part) => part.role === role)
    .map(({ path }) => ({ path, bytes: files.get(path)! }));
}

/** The part of a role that a manifest has exactly once. */
export function partOf(bundle: Bundle, role: PartRole): PartBytes {
  return partsOf(bundle, role)[0]!;
}

/**
 * Evidence for the signatures over parts: the parts of these roles, and what came with the manifest's own signature,
 * which is the newest about the operator's key. Authorities signed all of it, so it need not be pinned.
 */
export function evidenceIn(bundle: Bundle): Evidence {
  const bytesOf = (role: PartRole) => partsOf(bundle, role).map(({ bytes }) => bytes);
  const manifestSignature = readSignedData(bundle.files.get(manifestSignaturePath)!);
  return {
    certificates: bytesOf('certificate'),
    ocspResponses: [...bytesOf('ocsp-response'), ...manifestSignature.ocspResponses],
    crls: [...bytesOf('crl'), ...manifestSignature.crls],
    timestamps: bytesOf('timestamp'),
  };
}
