import { zipSync } from 'fflate';
import { checkNoneTwice, checkPath } from './paths.ts';
import { readZip } from './read-zip.ts';

/** ZIP keeps local time without a zone, so no true time is written: every bundle of the same files has the same bytes. */
const mtime = new Date(1980, 0, 1);

/** The files as a ZIP that `readZip` takes, in their order. */
export function writeZip(files: readonly { path: string; bytes: Uint8Array }[]): Uint8Array {
  const paths = files.map(({ path }) => path);
  paths.forEach(checkPath);
  checkNoneTwice(paths);
  const entries = files.map(({ path, bytes }) => [path, bytes] as const);
  const zip = zipSync(Object.fromEntries(entries), { level: 6, mtime });
  readZip(zip);
  return zip;
}
