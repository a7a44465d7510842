import { type FactContract, notifications } from '@edo/contracts';
import { type Heard, personalDataWith, readSecret, runService } from '@edo/kit';
import { Config } from './config.ts';
import { deliveryOf } from './delivery.ts';
import { heardFacts } from './domain/audience.ts';
import { type Addressed, addressed, enqueue, notificationsService } from './notifications.service.ts';
import { mailProvider, smsProvider } from './providers.ts';
import { messageStore } from './store.ts';

await runService({ name: 'notifications', config: Config }, async (platform) => {
  const { config, connection, transaction, facts, ask, clock, log } = platform;
  const key = await readSecret(
    'NOTIFICATIONS_SECRET_FILE',
    config.NOTIFICATIONS_SECRET_FILE,
    'notifications',
  );
  const store = messageStore(
    connection,
    personalDataWith({ personalData: key('personal data'), blindIndex: key('blind index') }),
  );
  const mail = mailProvider(config.SMTP_URL, config.MAIL_FROM);
  const delivery = deliveryOf({
    store,
    providers: { email: mail.send, sms: smsProvider(config.SMS_URL) },
    facts,
    transaction,
    clock,
    log,
  });
  platform.serve(notifications, notificationsService({ store, delivery, clock }));
  facts.consume('messages', heardFacts, {
    prepare: ({ fact }: Heard<FactContract>) => addressed(fact, ask),
    apply: ({ fact }: Heard<FactContract>, tellings: Addressed[]) =>
      enqueue(fact, tellings, { store, clock }),
  });
  return async () => {
    delivery.start();
    platform.onStop(async () => {
      await delivery.stop();
      mail.close();
    });
  };
});
