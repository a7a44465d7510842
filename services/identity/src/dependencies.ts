import type { Clock, StorePlatform } from '@edo/kit';
import type { Config } from './config.ts';
import type { Passwords } from './passwords.ts';
import type { Store } from './store.ts';

type Platform = StorePlatform<Config>;

/** What the actions of identity stand on. */
export interface Dependencies {
  readonly store: Store;
  readonly facts: Pick<Platform['facts'], 'record'>;
  readonly transaction: Platform['transaction'];
  readonly assertions: Pick<Platform['assertions'], 'actor'>;
  readonly clock: Clock;
  readonly passwords: Passwords;
  /** HMAC key of one-time codes. */
  readonly codeKey: Buffer;
  readonly config: Pick<
    Config,
    'EDO_ENVIRONMENT' | 'SESSION_MINUTES' | 'CODE_MINUTES' | 'CODES_PER_USER_HOUR' | 'CODES_PER_ADDRESS_DAY'
  >;
}
