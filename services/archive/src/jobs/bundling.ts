import { type BundlePart, journal, type ObjectRef, signature } from '@edo/contracts';
import { type CanonicalValue, canonicalJson, parseKeyBinding } from '@edo/journal';
import type { Ask, Clock, ObjectClient } from '@edo/kit';
import {
  buildBundle,
  type ManifestEvidence,
  makeManifest,
  type Part,
  readmePath,
  readmeText,
} from '@edo/verifier';
import type { JournalReader } from '../journal/reader.ts';
import { journalParts } from './journal-parts.ts';

/** What the owner of a document asks to be proven. */
export interface BundleRequest {
  readonly documentId: string;
  readonly parts: readonly BundlePart[];
  readonly factIds: readonly string[];
  readonly about: Record<string, unknown>;
}

export interface MadeBundle {
  readonly object: ObjectRef;
  readonly manifestObject: ObjectRef;
  readonly madeAt: string;
}

export interface BundlingDeps {
  readonly objects: ObjectClient;
  readonly reader: Pick<JournalReader, 'prove' | 'consistency'>;
  readonly ask: Ask;
  readonly clock: Clock;
}

/** No entry of a bundle is larger (docs/bundle-format.md). */
const MAX_PART_BYTES = 128 * 1024 * 1024;
const JSON_TYPE = { mediaType: 'application/json' };

/** Gathers what proves a document, has the manifest signed by the operator, and stores the bundle as an object. */
export async function makeBundle(request: BundleRequest, deps: BundlingDeps): Promise<MadeBundle> {
  const { objects, clock } = deps;
  const gathered = await gather(request.parts, objects);
  const receipt = gathered.find(({ role }) => role === 'receipt')?.bytes ?? new Uint8Array();
  const { keyParts, operator } = await journalKey(deps);
  const parts = [
    ...gathered,
    ...(await journalParts(request.factIds, receipt, deps.reader)),
    ...keyParts,
    await trustList(deps),
    { path: readmePath, role: 'readme' as const, bytes: new TextEncoder().encode(readmeText) },
  ];
  const { documentId } = request;
  const about = request.about as { [name: string]: CanonicalValue };
  const madeAt = clock.now();
  const manifest = makeManifest({ documentId, madeAt, operator, about }, parts);
  const manifestObject = await objects.put(manifest, JSON_TYPE);
  const signed = await signManifest(manifestObject.objectId, deps);
  const bundle = buildBundle({ manifest, parts, ...signed });
  return { object: await objects.put(bundle, { mediaType: 'application/zip' }), manifestObject, madeAt };
}

const gather = (parts: readonly BundlePart[], { bytes }: ObjectClient): Promise<Part[]> =>
  Promise.all(
    parts.map(async ({ path, role, objectId }) => ({
      path,
      role,
      bytes: await bytes(objectId, MAX_PART_BYTES),
    })),
  );

/** The statement that binds the journal's key, and whom it binds it to: the operator that signs the manifest too. */
async function journalKey({ ask }: BundlingDeps) {
  const { statement, cms } = await ask(journal.actions.keyStatement, {});
  const bytes = Buffer.from(statement, 'base64');
  const keyParts: Part[] = [
    { path: 'journal/key.json', role: 'journal-key', bytes },
    { path: 'journal/key.cms', role: 'journal-key-signature', bytes: Buffer.from(cms, 'base64') },
  ];
  return { keyParts, operator: parseKeyBinding(bytes).binding.operator };
}

async function trustList({ ask }: BundlingDeps): Promise<Part> {
  const list = await ask(signature.actions.trustList, {});
  return { path: 'trust-list.json', role: 'trust-list', bytes: canonicalJson(list) };
}

/** The operator's CMS over the manifest, with what was got from НУЦ РК when it was signed. */
async function signManifest(objectId: string, { ask, objects }: BundlingDeps) {
  const { cmsObjectId, evidence } = await ask(signature.actions.signAsOperator, {
    objectId,
    why: 'manifest',
  });
  const of = (wanted: string) =>
    Promise.all(
      evidence
        .filter(({ role }) => role === wanted)
        .map((one) => objects.bytes(one.objectId, MAX_PART_BYTES)),
    );
  const [certificates, ocspResponses, crls] = await Promise.all([
    of('certificate'),
    of('ocsp-response'),
    of('crl'),
  ]);
  const manifestEvidence: ManifestEvidence = { certificates, ocspResponses, crls };
  return { manifestSignature: await objects.bytes(cmsObjectId, MAX_PART_BYTES), manifestEvidence };
}
