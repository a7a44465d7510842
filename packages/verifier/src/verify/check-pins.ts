import { type Manifest, sha256 } from '../format/manifest.ts';
import { manifestPath, manifestSignaturePath } from '../format/paths.ts';
import { type CheckResult, failed, passed } from './report.ts';

/** Every part is there with the digest that the manifest pins, and no other file is. */
export function checkPins(files: ReadonlyMap<string, Uint8Array>, { parts }: Manifest): CheckResult[] {
  const expected = new Set([manifestPath, manifestSignaturePath, ...parts.map(({ path }) => path)]);
  const results = parts.map(({ path, sha256: digest, size }) => {
    const bytes = files.get(path);
    if (!bytes) return failed(path, 'parts-are-as-pinned', 'missing from the bundle');
    if (bytes.length !== size || sha256(bytes) !== digest) {
      return failed(path, 'parts-are-as-pinned', `SHA-256 is ${sha256(bytes)}, the manifest pins ${digest}`);
    }
    return passed(path, 'parts-are-as-pinned', `SHA-256 ${digest}`);
  });
  const added = [...files.keys()].filter((path) => !expected.has(path));
  return [...results, ...added.map((path) => failed(path, 'nothing-is-added', 'not in the manifest'))];
}
