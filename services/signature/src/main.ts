import { signature } from '@edo/contracts';
import { objectClient, runService } from '@edo/kit';
import { schedule } from 'node-cron';
import { authoritiesOf } from './authorities/authorities.ts';
import { Config } from './config.ts';
import { openOperatorKey } from './operator-key.ts';
import { signatureService } from './signature.service.ts';
import { signatureStore } from './store.ts';
import { TOOL } from './tool.ts';
import { readTrust } from './trust.ts';

await runService({ name: 'signature', config: Config }, async (platform) => {
  const { config, connection, clock, log, assertions } = platform;
  const trust = await readTrust(config);
  log.info({ sha256: trust.sha256, version: trust.list.version }, 'the trust list in force');
  const operatorKey = await openOperatorKey(config, trust.list, clock, log);
  const authorities = authoritiesOf(config, trust.list, clock, log);
  const objects = objectClient({ baseUrl: config.OBJECTS_URL, assertions });
  const store = signatureStore(connection);
  const tool = { ...TOOL, basis: config.VALIDATION_BASIS };
  platform.serve(
    signature,
    signatureService({ ...platform, trust, operatorKey, authorities, objects, store, tool }),
  );
  return async () => {
    void authorities.crls.refresh();
    const job = schedule(config.CRL_CRON, () => authorities.crls.refresh(), { noOverlap: true });
    platform.onStop(async () => void (await job.destroy()));
  };
});
