import { conclude, runChecks, type Verdict } from '../validation/checks.ts';
import { indicationUri, subIndicationUri } from '../validation/codes.ts';
import type { ValidationInput } from '../validation/options.ts';
import type { Report, SignatureReport } from '../validation/report.ts';
import { validate } from '../validation/validate.ts';
import { CONTAINER_CHECKS, type ContainedObject, compareObjects } from './checks.ts';
import { malformed } from './malformed.ts';
import { type DataObjectReference, readManifest } from './manifest.ts';
import { readZip, type ZipEntry } from './zip.ts';

export type ContainerInput = Omit<ValidationInput, 'cms' | 'content'> & {
  /** a ZIP of НУЦ РК */
  readonly container: Uint8Array;
};

/** The verdict over all signatures of a container, and how its files stand to the manifest. */
export type ContainerReport = Report & { readonly objects: readonly ContainedObject[] };

const MANIFEST = 'META-INF/NCAManifest.xml';
const SIGNATURE = /^META-INF\/[^/]+\.cms$/;
const MOST_OBJECTS = 4096;
const MOST_SIGNATURES = 16;

/**
 * Judges a signed ZIP of НУЦ РК: every `META-INF/*.cms` is a detached signature over `META-INF/NCAManifest.xml`, which
 * names the digest of every file. A file that was changed, or added and not named, makes every signature
 * TOTAL-FAILED; one that is missing, INDETERMINATE. Errors: CONTAINER_MALFORMED, CONTAINER_LIMIT, those of `validate`.
 */
export async function validateContainer({ container, ...input }: ContainerInput): Promise<ContainerReport> {
  const entries = new Map(readZip(container).map((entry) => [entry.name, entry]));
  const manifestBytes = entries.get(MANIFEST)?.read();
  if (!manifestBytes) throw malformed(`it has no ${MANIFEST}`);
  const { signatures: names, objects: references } = readManifest(manifestBytes);
  const found = signaturesOf(names, entries);
  refuseRepeated(references);
  const objects = compareObjects(references, entries);
  const reports = await Promise.all(
    found.map((entry) => validate({ ...input, cms: entry.read(), content: manifestBytes })),
  );
  const signatures = reports.flatMap((report) =>
    report.signatures.map((one) => withContainer(one, objects, references)),
  );
  const verdict = conclude(signatures.flatMap(({ checks }) => checks));
  return { ...reports[0]!, ...verdict, ...urisOf(verdict), attached: false, signatures, objects };
}

/** The signatures that the manifest names, and all others beside it. */
function signaturesOf(names: readonly string[], entries: ReadonlyMap<string, ZipEntry>): ZipEntry[] {
  const all = new Set([...names, ...[...entries.keys()].filter((name) => SIGNATURE.test(name))]);
  if (all.size > MOST_SIGNATURES) throw malformed(`${all.size} signatures, ${MOST_SIGNATURES} are allowed`);
  return [...all].map((name) => {
    const entry = entries.get(name);
    if (!entry) throw malformed(`its signature ${name} is missing`);
    return entry;
  });
}

/** One reference per file: so each is unpacked once, and two digests cannot contradict each other. */
function refuseRepeated(references: readonly DataObjectReference[]): void {
  if (references.length > MOST_OBJECTS) throw malformed(`${references.length} files in its manifest`);
  if (new Set(references.map(({ uri }) => uri)).size < references.length)
    throw malformed('its manifest names a file twice');
}

function withContainer(
  signature: SignatureReport,
  objects: readonly ContainedObject[],
  references: readonly DataObjectReference[],
): SignatureReport {
  const at = new Date(signature.bestSignatureTime);
  const checks = [...signature.checks, ...runChecks(CONTAINER_CHECKS, { objects, references, at })];
  const verdict = conclude(checks);
  return { ...signature, ...verdict, ...urisOf(verdict), checks };
}

const urisOf = ({ indication, subIndication }: Verdict) => ({
  indicationUri: indicationUri(indication),
  subIndicationUri: subIndication && subIndicationUri(subIndication),
});
