import { addCertificates, addRevocationData } from '@edo/eds';
import { BundleError } from '../errors.ts';
import { type Part, readManifest, sha256 } from './manifest.ts';
import { manifestPath, manifestSignaturePath } from './paths.ts';
import { writeZip } from './write-zip.ts';

/** What proves the signature over the manifest (DER), got when it was signed; its timestamp is in it already. */
export type ManifestEvidence = {
  certificates: readonly Uint8Array[];
  ocspResponses: readonly Uint8Array[];
  crls: readonly Uint8Array[];
};

export type BundleParts = {
  /** Bytes from makeManifest, as they were signed. */
  manifest: Uint8Array;
  /** The operator's detached CAdES over `manifest`, with a signature timestamp. */
  manifestSignature: Uint8Array;
  manifestEvidence: ManifestEvidence;
  parts: readonly Part[];
};

/** The bytes of a bundle. Throws BundleError PART_MALFORMED when the parts are not those that the manifest pins. */
export function buildBundle({
  manifest,
  manifestSignature,
  manifestEvidence,
  parts,
}: BundleParts): Uint8Array {
  const pinned = readManifest(manifest).parts;
  const rest = new Map(parts.map((part) => [part.path, part]));
  for (const { path, role, sha256: digest } of pinned) {
    const part = rest.get(path);
    if (!part || part.role !== role || sha256(part.bytes) !== digest) {
      throw new BundleError('PART_MALFORMED', `${path} is not what the manifest pins`, path);
    }
    rest.delete(path);
  }
  const [extra] = rest.keys();
  if (extra !== undefined) throw new BundleError('PART_MALFORMED', `${extra} is not in the manifest`, extra);
  return writeZip([
    { path: manifestPath, bytes: manifest },
    { path: manifestSignaturePath, bytes: withEvidence(manifestSignature, manifestEvidence) },
    ...parts,
  ]);
}

/** The signature with its evidence inside (CAdES B-LT): no part of the bundle could prove what pins the parts. */
function withEvidence(cms: Uint8Array, { certificates, ocspResponses, crls }: ManifestEvidence): Uint8Array {
  return addRevocationData(addCertificates(cms, certificates), { ocspResponses, crls });
}
