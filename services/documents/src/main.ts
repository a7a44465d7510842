import { documentFacts, documents, journal } from '@edo/contracts';
import { type Heard, objectClient, personalDataWith, readSecret, runService } from '@edo/kit';
import { Config } from './config.ts';
import { documentsService } from './documents.service.ts';
import { type Deps, markRegistered, processingOf } from './processing.ts';
import { recorderOn } from './recorder.ts';
import { documentStore } from './store.ts';

await runService({ name: 'documents', config: Config }, async (platform) => {
  const { config, connection, transaction, facts, ask, clock, log, assertions } = platform;
  const key = await readSecret('DOCUMENTS_SECRET_FILE', config.DOCUMENTS_SECRET_FILE, 'documents');
  const store = documentStore(
    connection,
    personalDataWith({ personalData: key('personal data'), blindIndex: key('blind index') }),
  );
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
  facts.consume('registrations', [documentFacts.registered], {
    prepare: async ({ fact, recordedAt }: Heard<typeof documentFacts.registered>) =>
      recordedAt ?? (await ask(journal.actions.proof, { factId: fact.id })).entry.recordedAt,
    apply: ({ fact, index }: Heard<typeof documentFacts.registered>, registeredAt: string) =>
      markRegistered(fact.data.documentId, index, registeredAt, deps),
  });
  return async () => {
    processing.start();
    platform.onStop(() => processing.stop());
  };
});
