import { identity } from '@edo/contracts';
import { personalDataWith, prepareModels, readSecret, runService } from '@edo/kit';
import { Config } from './config.ts';
import { addFirstOperator } from './first-operator.ts';
import { identityHandlers } from './identity.service.ts';
import { passwordsWith } from './passwords.ts';
import { storeOn } from './store.ts';

await runService({ name: 'identity', config: Config }, async (platform) => {
  const { config, connection, clock, log } = platform;
  const derive = await readSecret('IDENTITY_SECRET_FILE', config.IDENTITY_SECRET_FILE, 'identity');
  const personal = personalDataWith({
    personalData: derive('personal data'),
    blindIndex: derive('blind index'),
  });
  const store = storeOn(connection, personal, config.EDO_CLOCK_OFFSET_MS);
  const passwords = await passwordsWith(derive('passwords'));
  platform.serve(
    identity,
    identityHandlers({ ...platform, store, passwords, codeKey: derive('one-time codes') }),
  );
  const { OPERATOR_BOOTSTRAP_FILE: file } = config;
  if (!file) return;
  await prepareModels(connection);
  log.info(
    { outcome: await addFirstOperator(file, { store, passwords, clock }) },
    'the first login of the operator',
  );
});
