import type { documents } from '@edo/contracts';
import type { DueWork, Handlers } from '@edo/kit';
import { bundleDocument, createDocument, ownDocument, sendDocument, signDocument } from './acts.ts';
import { sideOf } from './domain/document.ts';
import { partsOf } from './domain/parts.ts';
import { viewOf } from './domain/view.ts';
import type { Deps } from './processing.ts';
import { registerPage } from './register.ts';

interface Limits {
  readonly waitMillis: number;
  readonly maxOutboxAgeMillis: number;
}

export const documentsService = (
  deps: Deps,
  processing: DueWork,
  limits: Limits,
): Handlers<typeof documents> => ({
  create: (request) => createDocument(request, deps),
  sign: (request) => signDocument(request, deps),
  send: (request) => sendDocument(request, deps, processing, limits),
  bundle: (request) => bundleDocument(request, deps),
  register: (request) => registerPage(request, deps),

  async view({ params, actor }) {
    const { document } = await ownDocument(params.documentId, actor.clientId, deps);
    return viewOf(document);
  },

  async mayRead({ params }) {
    const { objectId, clientId } = params;
    const found = await deps.store.withObject(objectId, clientId);
    const document = found.find((candidate) => sideOf(candidate, clientId) !== null);
    if (!document) return { allowed: false, fileName: null, mediaType: null };
    const isContent = document.content.objectId === objectId;
    return {
      allowed: true,
      fileName: isContent ? document.content.fileName : null,
      mediaType: isContent ? document.content.mediaType : null,
    };
  },

  async evidence({ params }) {
    const document = await deps.store.get(params.documentId);
    return {
      document: viewOf(document),
      parts: partsOf(document),
      factIds: [...document.factIds],
    };
  },
});
