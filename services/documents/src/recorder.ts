import type { FactContract, FactData } from '@edo/contracts';
import type { Facts } from '@edo/kit';
import type { Document } from './domain/document.ts';
import type { DocumentStore } from './store.ts';

/** Keeps a document together with the fact of its step, inside the surrounding transaction; gives the document as kept. */
export interface Recorder {
  insert<F extends FactContract>(
    document: Document,
    contract: F,
    data: FactData<F>,
    by: string,
    at: string,
  ): Promise<Document>;
  save<F extends FactContract>(
    document: Document,
    contract: F,
    data: FactData<F>,
    by: string,
    at: string,
  ): Promise<Document>;
}

export function recorderOn(store: DocumentStore, facts: Facts): Recorder {
  const withFact = async <F extends FactContract>(
    document: Document,
    contract: F,
    data: FactData<F>,
    by: string,
    at: string,
  ) => {
    const { factId } = await facts.record(contract, {
      aggregateId: document.documentId,
      version: document.version,
      by,
      at,
      data,
    });
    return { ...document, factIds: [...document.factIds, factId] };
  };
  return {
    async insert(document, contract, data, by, at) {
      const kept = await withFact(document, contract, data, by, at);
      await store.insert(kept, at);
      return kept;
    },
    async save(document, contract, data, by, at) {
      const kept = await withFact(document, contract, data, by, at);
      await store.save(kept, at);
      return kept;
    },
  };
}
