import { digestRefusal } from '../algorithms/allow-list.ts';
import { digest } from '../algorithms/digests.ts';
import { hex, sameBytes } from '../der/values.ts';
import { type Check, type Outcome, passed, refused } from '../validation/checks.ts';
import type { DataObjectReference } from './manifest.ts';
import type { ZipEntry } from './zip.ts';

/** How a file of the container stands to the manifest. */
export type ContainedObject = {
  readonly name: string;
  /** URI of the algorithm; null for a file that the manifest does not name */
  readonly algorithm: string | null;
  /** of the bytes in the container, hexadecimal; null where they are missing or the algorithm is not known */
  readonly digest: string | null;
  readonly status: 'unchanged' | 'changed' | 'missing' | 'unsigned' | 'unknown-algorithm';
};

export type ContainerFacts = {
  readonly objects: readonly ContainedObject[];
  readonly references: readonly DataObjectReference[];
  /** the time that algorithms are relied upon at */
  readonly at: Date;
};

/** What is asked of the container beside its signatures; each signature answers for all of it. */
export const CONTAINER_CHECKS: Readonly<Record<string, Check<ContainerFacts>>> = {
  'container-objects': objectsUnchanged,
  'container-complete': ({ objects }) => {
    const unsigned = namesOf(objects, 'unsigned');
    return unsigned
      ? refused('CONTENT_CHANGED', `added after signing, no manifest names them: ${unsigned}`)
      : passed('the manifest names every file of the container');
  },
  'container-algorithms': ({ references, at }) => {
    const known = references.flatMap(({ digestOid }) => digestOid ?? []);
    const weak = known.map((oid) => digestRefusal(oid, 'signature', at)).find(Boolean);
    return weak
      ? refused('ALGORITHM_NOT_RELIED_UPON', weak)
      : passed('the digests of the manifest are relied upon');
  },
};

function objectsUnchanged({ objects }: ContainerFacts): Outcome {
  const changed = namesOf(objects, 'changed');
  if (changed) return refused('CONTENT_CHANGED', `changed after signing: ${changed}`);
  const unknown = namesOf(objects, 'unknown-algorithm');
  if (unknown) return refused('ALGORITHM_UNSUPPORTED', `their digest algorithm is not known: ${unknown}`);
  const missing = namesOf(objects, 'missing');
  if (missing) return refused('CONTENT_MISSING', `not in the container: ${missing}`);
  return passed('every file is the one that the manifest names', evidenceOf(objects));
}

const namesOf = (objects: readonly ContainedObject[], status: ContainedObject['status']): string =>
  objects
    .filter((one) => one.status === status)
    .map(({ name }) => name)
    .join(', ');

const evidenceOf = (objects: readonly ContainedObject[]): Record<string, string> =>
  Object.fromEntries(objects.map(({ name, digest: found }) => [name, found ?? '']));

/** Compares the files with the manifest; `META-INF/` is the container's own. Each file is unpacked once per reference. */
export function compareObjects(
  references: readonly DataObjectReference[],
  entries: ReadonlyMap<string, ZipEntry>,
): ContainedObject[] {
  const named = new Set(references.map(({ uri }) => uri));
  const unsigned = [...entries.keys()].filter((name) => !named.has(name) && !name.startsWith('META-INF/'));
  return [
    ...references.map((reference) => compare(reference, entries.get(reference.uri))),
    ...unsigned.map((name) => ({ name, algorithm: null, digest: null, status: 'unsigned' as const })),
  ];
}

function compare(
  { uri: name, algorithm, digestOid, digest: said }: DataObjectReference,
  entry: ZipEntry | undefined,
): ContainedObject {
  if (!entry) return { name, algorithm, digest: null, status: 'missing' };
  if (digestOid === undefined) return { name, algorithm, digest: null, status: 'unknown-algorithm' };
  const found = digest(digestOid, entry.read());
  const status = sameBytes(found, said) ? 'unchanged' : 'changed';
  return { name, algorithm, digest: hex(found), status };
}
