import { disputes } from '@edo/contracts';
import { objectClient, personalDataWith, readSecret, runService } from '@edo/kit';
import { Config } from './config.ts';
import { disputesService } from './disputes.service.ts';
import { examiningOf } from './examining.ts';
import { disputeStore } from './store.ts';

await runService({ name: 'disputes', config: Config }, async (platform) => {
  const { config, connection, transaction, facts, ask, clock, log, assertions } = platform;
  const key = await readSecret('DISPUTES_SECRET_FILE', config.DISPUTES_SECRET_FILE, 'disputes');
  const store = disputeStore(
    connection,
    personalDataWith({ personalData: key('personal data'), blindIndex: key('blind index') }),
  );
  const objects = objectClient({ baseUrl: config.OBJECTS_URL, assertions });
  const deps = { store, transaction, facts, ask, objects, clock, log };
  const examining = examiningOf(deps);
  platform.serve(disputes, disputesService(deps, examining));
  return async () => {
    examining.start();
    platform.onStop(() => examining.stop());
  };
});
