import { parseCertificate } from '@edo/eds';
import { hex } from '@edo/eds/structures';
import type { Authority } from './authorities.ts';
import { type Identity, makeCertificate, randomSerial, serialOfKey } from './certificate.ts';
import { type Clock, daysFrom } from './clock.ts';
import { authorityInformationAccess, crlDistributionPoint, freshestCrl } from './extensions.ts';
import { generateKey, type KeyKind, type SigningKey } from './keys.ts';
import { nameOf, type Subject } from './names.ts';
import { type Edition, type Profile, profileExtensions } from './profiles.ts';
import type { Registry } from './registry.ts';

/** An order for a certificate. */
export interface Order {
  readonly profile: Profile;
  readonly subject: Subject;
  /** ГОСТ 34.10-2015; authentication, which НУЦ РК issued in the 2018 profile alone, is RSA where nothing is said. */
  readonly algorithm?: KeyKind;
  readonly edition?: Edition;
  /** Default: one hour ago, so that clocks need not agree to the second. */
  readonly notBefore?: Date;
  /** Default: 365. */
  readonly days?: number;
  /** For tests: a certificate over a key that another certificate has. */
  readonly key?: SigningKey;
}

/** Makes a certificate by one of НУЦ РК's profiles and enters it into the register. */
export function issue(order: Order, authority: Authority, registry: Registry, clock: Clock): Identity {
  const { profile, subject } = order;
  const edition = order.edition ?? defaultEdition(profile);
  const key = order.key ?? generateKey(authority.kind);
  const notBefore = order.notBefore ?? new Date(clock.millis() - 3_600_000);
  const { urls } = authority;
  const certificate = makeCertificate(
    {
      subject: nameOf(subject),
      issuer: parseCertificate(authority.nca.certificate).subject.encoded,
      spki: key.spki,
      notBefore,
      notAfter: daysFrom(notBefore, order.days ?? 365),
      serialNumber: newSerial(authority, registry, key, edition),
      extensions: [
        ...profileExtensions({
          profile,
          edition,
          algorithm: key.kind,
          legalEntity: subject.bin !== undefined,
        }),
        crlDistributionPoint(urls.crl),
        freshestCrl(urls.deltaCrl),
        authorityInformationAccess(urls.caIssuers, urls.ocsp),
      ],
    },
    authority.nca.key,
  );
  registry.add(authority.kind, certificate);
  return { key, certificate };
}

export const defaultEdition = (profile: Profile): Edition => (profile === 'authentication' ? '2018' : '2022');
export const defaultAlgorithm = (profile: Profile): KeyKind =>
  profile === 'authentication' ? 'rsa' : 'gost2015';

/** 2022: the key's own identifier, unless it was used already; 2018: random. */
function newSerial({ kind }: Authority, registry: Registry, key: SigningKey, edition: Edition): Uint8Array {
  const derived = serialOfKey(key.spki);
  return edition === '2022' && !registry.find(kind, hex(derived)) ? derived : randomSerial();
}
