import { BundleError } from '../errors.ts';

/** The two files that are not in the manifest: itself and its signature. */
export const manifestPath = 'manifest.json';
export const manifestSignaturePath = 'manifest.cms';

const pathForm = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const maxLength = 160;

/** ASCII letters, digits, `.`, `_`, `-`; folders by `/`; no segment begins with a dot. Throws BundleError PATH_FORBIDDEN. */
export function checkPath(path: string): void {
  if (path.length > maxLength || !pathForm.test(path)) {
    throw new BundleError(
      'PATH_FORBIDDEN',
      `the path "${path.slice(0, maxLength)}" is not allowed in a bundle`,
    );
  }
}

/** Paths that differ by letter case alone are one file on some systems. Throws BundleError PATH_REPEATED. */
export function checkNoneTwice(paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    if (seen.has(path.toLowerCase())) throw new BundleError('PATH_REPEATED', `${path} is there twice`, path);
    seen.add(path.toLowerCase());
  }
}
