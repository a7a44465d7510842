import type { Certificate } from '../x509/certificate.ts';
import { isEmptyName } from '../x509/name.ts';
import { EXTENSION } from '../x509/oids.ts';

const KEY_CERT_SIGN = 5;

/** What RFC 5280, 4 forbids every certificate, and what could mislead whoever relies on it. */
const RULES: readonly (readonly [message: string, broken: (certificate: Certificate) => boolean])[] = [
  [
    'keyCertSign without being a CA (4.2.1.9)',
    ({ extensions }) => !isCa(extensions) && extensions.keyUsage?.has(KEY_CERT_SIGN) === true,
  ],
  [
    'name constraints without being a CA (4.2.1.10)',
    ({ extensions }) => !isCa(extensions) && extensions.nameConstraints !== undefined,
  ],
  [
    'a path length without being a CA (4.2.1.9)',
    ({ extensions }) => !isCa(extensions) && extensions.basicConstraints?.pathLength !== undefined,
  ],
  ['a CA without a name (4.1.2.6)', ({ extensions, subject }) => isCa(extensions) && isEmptyName(subject)],
  [
    'an empty name without a critical alternative name (4.1.2.6)',
    (certificate) => isEmptyName(certificate.subject) && !hasCriticalAltName(certificate),
  ],
];

const isCa = ({ basicConstraints }: Certificate['extensions']): boolean => basicConstraints?.ca === true;

const hasCriticalAltName = ({ rawExtensions }: Certificate): boolean =>
  rawExtensions.get(EXTENSION.subjectAltName)?.critical === true;

/** The first rule of the profile that a certificate breaks; undefined where it breaks none. */
export const profileFault = (certificate: Certificate): string | undefined =>
  RULES.find(([, broken]) => broken(certificate))?.[0];
