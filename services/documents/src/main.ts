import { documentFacts, documents } from '@edo/contracts';
import { objectClient, runService } from '@edo/kit';
import { Config } from './config.ts';
import { documentsService } from './documents.service.ts';
import { type Deps, markRegistered, processingOf } from './processing.ts';
import { recorderOn } from './recorder.ts';
import { documentStore } from './store.ts';

await runService({ name: 'documents', config: Config }, async (platform) => {
  const { config, connection, transaction, facts, ask, clock, log, assertions } = platform;
  const store = documentStore(connection);
  const objects = objectClient({ baseUrl: config.OBJECTS_URL, assertions });
  const deps: Deps = {
    store,
    recorder: recorderOn(store, facts),
    transaction,
    facts,
    ask,
    objects,
    clock,
    log,
  };
  const processing = processingOf(deps);
  const limits = {
    waitMillis: config.SEND_WAIT_MILLIS,
    maxOutboxAgeMillis: config.MAX_OUTBOX_AGE_SECONDS * 1000,
  };
  platform.serve(documents, documentsService(deps, processing, limits));
  facts.consume('registration', [documentFacts.registered], {
    apply: ({ fact, index, recordedAt }) => markRegistered(fact.data.documentId, index, recordedAt, deps),
    after: ({ fact }) => processing.advance(fact.data.documentId),
  });
  return async () => {
    processing.start();
    platform.onStop(() => processing.stop());
  };
});
