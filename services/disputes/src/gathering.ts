import { createHash } from 'node:crypto';
import { type documents, journal, type Result, signature } from '@edo/contracts';
import { decodeBase64, leafHash, openCheckpoint, parseKeyBinding, verifyInclusion } from '@edo/journal';
import type { Ask, ObjectClient } from '@edo/kit';
import type { Gathered } from './domain/examination.ts';

export type Evidence = Result<typeof documents.actions.evidence>;

/** Reads, hashes and verifies everything again; what the platform said before is not taken for granted. */
export async function gather({ document }: Evidence, ask: Ask, objects: ObjectClient): Promise<Gathered> {
  const { content, registration } = document;
  const signatures = await Promise.all(
    document.signatures.map(async ({ signatureId, role, cms }) => ({
      signatureId,
      role,
      cmsSha256: await sha256Of(cms.objectId, objects),
      verdict: await ask(signature.actions.validate, {
        cmsObjectId: cms.objectId,
        contentObjectId: content.objectId,
        purpose: 'examination',
      }),
    })),
  );
  const contentSha256 = await sha256Of(content.objectId, objects);
  const { data, holds } = await registeredFact(registration?.factId, ask);
  return { document, contentSha256, registered: data, journalHolds: holds, signatures };
}

async function sha256Of(objectId: string, objects: ObjectClient): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of await objects.get(objectId)) hash.update(part);
  return hash.digest('hex');
}

/** The registered fact as the journal has it, proven under a checkpoint signed with the journal's key. */
async function registeredFact(
  factId: string | undefined,
  ask: Ask,
): Promise<{ data: Record<string, unknown>; holds: boolean }> {
  if (!factId) return { data: {}, holds: false };
  const { entry, proof, checkpoint } = await ask(journal.actions.proof, { factId });
  const { statement } = await ask(journal.actions.keyStatement, {});
  const { key } = parseKeyBinding(bytesOf(statement));
  const opened = openCheckpoint(new TextEncoder().encode(checkpoint.note), key).checkpoint;
  const bytes = bytesOf(entry.bytes);
  const holds = verifyInclusion({
    leafHash: leafHash(bytes),
    index: entry.index,
    size: opened.size,
    root: opened.root,
    proof: proof.map(bytesOf),
  });
  const fact = JSON.parse(new TextDecoder().decode(bytes)) as { id: string; data: Record<string, unknown> };
  return { data: fact.data, holds: holds && fact.id === factId };
}

function bytesOf(base64: string): Uint8Array {
  const bytes = decodeBase64(base64);
  if (!bytes) throw new Error('the journal answered with something that is not base64');
  return bytes;
}
