import { sameBytes } from '../der/values.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { NameConstraints } from '../x509/constraints.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { attributeTexts, isEmptyName, isWithin } from '../x509/name.ts';
import { ATTRIBUTE } from '../x509/oids.ts';

/**
 * RFC 5280, 6.1.3 (b) and (c): why a name of this certificate lies outside the constraints of the CAs above it;
 * undefined where all lie inside. Each CA's permitted subtrees must hold on their own: that is their intersection.
 */
export function nameConstraintFault(
  certificate: Certificate,
  above: readonly NameConstraints[],
): string | undefined {
  const names = above.length > 0 ? namesOf(certificate) : [];
  const comparisons =
    names.length *
    above.reduce((sum, { permitted, excluded }) => sum + permitted.length + excluded.length, 0);
  if (comparisons > MOST_COMPARISONS)
    return `${comparisons} comparisons of names with constraints are more than allowed`;
  const malformed = names.find(isMalformed);
  if (malformed) return `${show(malformed)} is not a name of its kind`;
  for (const { permitted, excluded } of above) {
    const outside = names.find((name) => {
      const ofItsKind = permitted.filter((base) => sameKind(base, name));
      return ofItsKind.length > 0 && !ofItsKind.some((base) => isInSubtree(name, base));
    });
    if (outside) return `${show(outside)} is in no permitted subtree`;
    const inside = names.find((name) =>
      excluded.some((base) => sameKind(base, name) && isExcludedBy(name, base)),
    );
    if (inside) return `${show(inside)} is in an excluded subtree`;
  }
  return undefined;
}

/** Names and constraints are chosen by whoever makes the chain: their product is bounded. */
const MOST_COMPARISONS = 65_536;

const HOST = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?$/i;
const MAILBOX = /^[\x21-\x3f\x41-\x7e]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i;

/** A name that is not what its kind says could slip through every constraint. */
function isMalformed(name: GeneralName): boolean {
  if (name.kind === 'dns') return !HOST.test(name.text);
  return name.kind === 'email' && !MAILBOX.test(name.text);
}

/** Subject, alternative names, and mail addresses of the subject where no alternative name is given (4.2.1.10). */
function namesOf(certificate: Certificate): GeneralName[] {
  const { subject, extensions } = certificate;
  const mails = extensions.subjectAltName ? [] : attributeTexts(subject, ATTRIBUTE.email);
  return [
    ...(isEmptyName(subject) ? [] : [{ kind: 'directory', name: subject } as const]),
    ...(extensions.subjectAltName ?? []),
    ...mails.map((text) => ({ kind: 'email', text }) as const),
  ];
}

const sameKind = (base: GeneralName, name: GeneralName): boolean =>
  base.kind === 'other' && name.kind === 'other' ? base.tag === name.tag : base.kind === name.kind;

/** Kinds that this library does not understand are neither permitted nor left unexcluded. */
const isExcludedBy = (name: GeneralName, base: GeneralName): boolean =>
  name.kind === 'other' ||
  name.kind === 'registered' ||
  isUnreadableHost(name) ||
  isInSubtree(name, base) ||
  isWildcardOver(name, base);

function isInSubtree(name: GeneralName, base: GeneralName): boolean {
  if (name.kind === 'directory' && base.kind === 'directory') return isWithin(name.name, base.name);
  if (name.kind === 'dns' && base.kind === 'dns') return isDomainWithin(name.text, base.text);
  if (name.kind === 'email' && base.kind === 'email') return isMailWithin(name.text, base.text);
  if (name.kind === 'uri' && base.kind === 'uri') return isHostWithin(hostOf(name.text), base.text);
  if (name.kind === 'ip' && base.kind === 'ip') return isAddressWithin(name.octets, base.octets);
  return false;
}

/** `*.example.com` stands for an excluded `host.example.com` too. */
function isWildcardOver(name: GeneralName, base: GeneralName): boolean {
  if (name.kind !== 'dns' || base.kind !== 'dns' || !name.text.startsWith('*.')) return false;
  return isDomainWithin(base.text, name.text.slice(2));
}

function isDomainWithin(name: string, base: string): boolean {
  const [host, domain] = [name.toLowerCase(), base.toLowerCase()];
  return domain === '' || host === domain || host.endsWith(`.${domain}`);
}

/** A mailbox, a host, or (with a leading dot) a domain below which the host lies. */
function isMailWithin(mail: string, base: string): boolean {
  const at = mail.lastIndexOf('@');
  const [local, host] = [mail.slice(0, at), mail.slice(at + 1)];
  if (at < 0) return false;
  const baseAt = base.lastIndexOf('@');
  if (baseAt >= 0)
    return local === base.slice(0, baseAt) && host.toLowerCase() === base.slice(baseAt + 1).toLowerCase();
  return isHostWithin(host, base);
}

const isHostWithin = (host: string | undefined, base: string): boolean =>
  host !== undefined &&
  (base.startsWith('.')
    ? host.toLowerCase().endsWith(base.toLowerCase())
    : host.toLowerCase() === base.toLowerCase());

/** Host of a URI; constraints know names only, so an address or no host at all is in no subtree. */
function hostOf(uri: string): string | undefined {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:[\]]+)(?::\d*)?(?:[/?#]|$)/i.exec(uri)?.[1];
  return host && !/^[\d.]+$/.test(host) ? host : undefined;
}

const isUnreadableHost = (name: GeneralName): boolean =>
  name.kind === 'uri' && hostOf(name.text) === undefined;

/** Base of an IP constraint: address and mask, together twice as long as the address. */
function isAddressWithin(address: Uint8Array, base: Uint8Array): boolean {
  if (base.length !== address.length * 2) return false;
  const mask = base.subarray(address.length);
  return sameBytes(
    address.map((octet, index) => octet & mask[index]!),
    base.subarray(0, address.length).map((octet, index) => octet & mask[index]!),
  );
}

function show(name: GeneralName): string {
  if (name.kind === 'email' || name.kind === 'dns' || name.kind === 'uri') return `${name.kind} ${name.text}`;
  return `a name of kind ${name.kind}`;
}
