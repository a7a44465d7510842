import type { Cast } from './cast.ts';
import { company, type PartyName, person, sandboxPlans } from './plans.ts';
import type { ExpectedRefusal } from './refusals.ts';
import type { Container } from './signing-key.ts';

/** A test key of НУЦ РК, which publishes it with this password (packages/eds/vectors/ORIGIN.md). */
const realKey = (name: string): Container => ({
  file: new URL(`../../../packages/eds/vectors/p12/${name}.p12`, import.meta.url),
  password: 'Qwerty12',
});

/** As the keys name themselves. Their numbers have wrong check digits: `identity` admits them in development alone. */
const HOLDER = { fullName: 'ТЕСТОВ ТЕСТ ТЕСТОВИЧ', iin: '123456789011', phone: '+77010000001' };
const COMPANY = { name: 'АО "ТЕСТ"', bin: '123456789021' };

/**
 * The company and the person of НУЦ РК's test keys. All of its companies are one, so the buyer is the sandbox's. Its second
 * key is put on hold between signing and receipt, since no test key of НУЦ РК was good and then on hold within the time of
 * its CRL; it is a new one on each walk, so that a walk cut short leaves none on hold that the next one needs.
 */
export function realKeysCast(): Cast {
  const { buyer } = sandboxPlans();
  return {
    plans: {
      seller: company('seller', COMPANY, HOLDER, realKey('legal_ceo_valid')),
      buyer,
      person: person('ТЕСТОВ ТЕСТ', HOLDER.iin, realKey('individual_valid')),
    },
    refusals: [
      ...refusalsOf('individual_revoked', 'person', 'ON_HOLD'),
      ...refusalsOf('legal_signer_valid', 'seller', 'REVOKED'),
      {
        what: "the buyer's second key, put on hold after signing",
        party: 'buyer',
        key: buyer.key,
        at: 'receipt',
        code: 'CERTIFICATE_ON_HOLD',
        reason: null,
      },
    ],
  };
}

/** A key that is bad from the beginning is refused wherever it is shown. */
function refusalsOf(what: string, party: PartyName, reason: 'ON_HOLD' | 'REVOKED'): ExpectedRefusal[] {
  const bad = { what, party, key: realKey(what), reason };
  return [
    { ...bad, at: 'registration', code: 'CERTIFICATE_NOT_ACCEPTED' },
    { ...bad, at: 'signing', code: 'SIGNATURE_NOT_VALID' },
  ];
}
