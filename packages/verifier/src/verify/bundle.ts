import type { Manifest, PartRole } from '../format/manifest.ts';
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

/** Evidence among the parts, for the signatures of parts. */
export function pinnedEvidence(bundle: Bundle): Evidence {
  const bytesOf = (role: PartRole) => partsOf(bundle, role).map(({ bytes }) => bytes);
  return {
    certificates: bytesOf('certificate'),
    ocspResponses: bytesOf('ocsp-response'),
    crls: bytesOf('crl'),
    timestamps: bytesOf('timestamp'),
  };
}
