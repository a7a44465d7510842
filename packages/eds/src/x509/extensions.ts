import { readObjectIdentifier } from '../der/oid.ts';
import { type Element, enter, finish, members, next, optional, readRoot } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { readBoolean, readNamedBits, readOctetString } from '../der/values.ts';
import { EdsError } from '../errors.ts';
import {
  readBasicConstraints,
  readCertificatePolicies,
  readInhibitAnyPolicy,
  readNameConstraints,
  readPolicyConstraints,
  readPolicyMappings,
} from './constraints.ts';
import { readDistributionPoints } from './distribution-point.ts';
import { readGeneralNames } from './general-name.ts';
import {
  readAccessDescriptions,
  readAuthorityKeyIdentifier,
  readObjectIdentifiers,
} from './key-identifiers.ts';
import { EXTENSION } from './oids.ts';

/** One `Extension` as it stands: `value` is the content of its OCTET STRING. */
export type RawExtension = { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array };

/** Extensions by identifier; one may come only once (RFC 5280, 4.2). `element` is `Extensions` itself. */
export function readExtensions(element: Element): ReadonlyMap<string, RawExtension> {
  const found = new Map<string, RawExtension>();
  for (const member of members(element, TAG.sequence)) {
    const extension = readExtension(member);
    if (found.has(extension.oid)) throw new EdsError('DER_VALUE', `extension ${extension.oid} comes twice`);
    found.set(extension.oid, extension);
  }
  if (found.size === 0) throw new EdsError('DER_VALUE', 'extensions are present and empty');
  return found;
}

function readExtension(element: Element): RawExtension {
  const cursor = enter(element, TAG.sequence);
  const oid = readObjectIdentifier(next(cursor));
  const critical = optional(cursor, TAG.boolean);
  const value = readOctetString(next(cursor));
  finish(cursor);
  return { oid, critical: critical !== undefined && readBoolean(critical), value };
}

const within =
  <T>(read: (element: Element) => T) =>
  (extensions: ReadonlyMap<string, RawExtension>, oid: string): T | undefined => {
    const extension = extensions.get(oid);
    return extension && read(readRoot(extension.value));
  };

/** How each extension that this library understands is read. */
const readers = {
  subjectKeyIdentifier: within((element) => readOctetString(element)),
  keyUsage: within((element) => readNamedBits(element)),
  subjectAltName: within((element) => readGeneralNames(element, TAG.sequence)),
  basicConstraints: within(readBasicConstraints),
  nameConstraints: within(readNameConstraints),
  crlDistributionPoints: within(readDistributionPoints),
  certificatePolicies: within(readCertificatePolicies),
  policyMappings: within(readPolicyMappings),
  authorityKeyIdentifier: within(readAuthorityKeyIdentifier),
  policyConstraints: within(readPolicyConstraints),
  extendedKeyUsage: within(readObjectIdentifiers),
  freshestCrl: within(readDistributionPoints),
  inhibitAnyPolicy: within(readInhibitAnyPolicy),
  authorityInformationAccess: within(readAccessDescriptions),
  // its value is NULL (RFC 6960, 4.2.2.2.1), but older responders of НУЦ РК leave it empty: being there says all
  ocspNoCheck: (extensions: ReadonlyMap<string, RawExtension>, oid: string): boolean => extensions.has(oid),
  keyStorage: within(readObjectIdentifiers),
} satisfies Partial<Record<keyof typeof EXTENSION, unknown>>;

/** The understood extensions of a certificate; undefined where absent. */
export type CertificateExtensions = {
  readonly [Name in keyof typeof readers]: ReturnType<(typeof readers)[Name]>;
};

/** Reads every understood extension; a malformed one makes the certificate unreadable. */
export function readCertificateExtensions(raw: ReadonlyMap<string, RawExtension>): CertificateExtensions {
  const entries = Object.entries(readers).map(([name, read]) => [
    name,
    read(raw, EXTENSION[name as keyof typeof readers]),
  ]);
  return Object.fromEntries(entries) as CertificateExtensions;
}
