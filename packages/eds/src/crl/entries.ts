import { type Element, enter, finish, next, optional, peek, readRoot } from '../der/reader.ts';
import { TAG } from '../der/tags.ts';
import { readTime } from '../der/time.ts';
import { readIntegerOctets, readSmallInteger } from '../der/values.ts';
import { EdsError, reading } from '../errors.ts';
import { readExtensions } from '../x509/extensions.ts';
import { readGeneralNames } from '../x509/general-name.ts';
import { type Name, nameKey, sameName } from '../x509/name.ts';
import { EXTENSION } from '../x509/oids.ts';
import type { Crl } from './crl.ts';

/** One revoked certificate (RFC 5280, 5.3); `reason` is the number of CRLReason, undefined: unspecified. */
export type CrlEntry = {
  readonly serialNumber: Uint8Array;
  readonly revokedAt: Date;
  readonly reason: number | undefined;
};

const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.reasonCode,
  EXTENSION.certificateIssuer,
  EXTENSION.invalidityDate,
]);

/** Where each entry begins, by issuer and serial number: made at the first question, kept as long as the CRL. */
const indexes = new WeakMap<Crl, ReadonlyMap<string, number>>();

/**
 * The entry of a certificate; undefined where the CRL does not list it. The first question walks the whole list,
 * which may have hundreds of thousands of entries; later ones look it up. Error: CRL_MALFORMED, also for an unknown
 * critical entry extension, since such a CRL may not be used at all (5.3).
 */
export function findEntry(crl: Crl, serialNumber: Uint8Array, certificateIssuer: Name): CrlEntry | undefined {
  return reading('CRL_MALFORMED', 'CRL entry', () => {
    const index = indexes.get(crl) ?? makeIndex(crl);
    indexes.set(crl, index);
    const position = index.get(issuerKey(crl, certificateIssuer) + serialKey(serialNumber));
    if (position === undefined || !crl.revoked) return undefined;
    const { time, reason } = readEntry(next({ ...enter(crl.revoked), position }));
    return { serialNumber, revokedAt: readTime(time), reason };
  });
}

function makeIndex(crl: Crl): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  let prefix = '';
  const cursor = crl.revoked && enter(crl.revoked);
  while (cursor && peek(cursor) !== undefined) {
    const position = cursor.position;
    const entry = readEntry(next(cursor, TAG.sequence));
    if (entry.issuer) prefix = issuerKey(crl, entry.issuer); // holds for the entries that follow, too (5.3.3)
    const key = prefix + serialKey(entry.serialNumber);
    if (!index.has(key)) index.set(key, position);
  }
  return index;
}

const issuerKey = (crl: Crl, issuer: Name): string =>
  sameName(issuer, crl.issuer) ? '' : `${nameKey(issuer)}|`;

const serialKey = (serialNumber: Uint8Array): string => Buffer.from(serialNumber).toString('latin1');

type ReadEntry = {
  serialNumber: Uint8Array;
  time: Element;
  reason: number | undefined;
  issuer: Name | undefined;
};

function readEntry(element: Element): ReadEntry {
  const cursor = enter(element);
  const serialNumber = readIntegerOctets(next(cursor));
  const time = next(cursor);
  const extensions = optional(cursor, TAG.sequence);
  finish(cursor);
  return {
    serialNumber,
    time,
    ...(extensions ? readEntryExtensions(extensions) : { reason: undefined, issuer: undefined }),
  };
}

function readEntryExtensions(element: Element): Pick<ReadEntry, 'reason' | 'issuer'> {
  const extensions = readExtensions(element);
  for (const { oid, critical } of extensions.values()) {
    if (critical && !UNDERSTOOD.has(oid))
      throw new EdsError('CRL_MALFORMED', `unknown critical entry extension ${oid}`);
  }
  const reason = extensions.get(EXTENSION.reasonCode);
  const issuer = extensions.get(EXTENSION.certificateIssuer);
  return {
    reason: reason && readSmallInteger(readRoot(reason.value), TAG.enumerated),
    issuer: issuer && directoryName(readRoot(issuer.value)),
  };
}

/** The certificate issuer of an indirect CRL's entry: its distinguished name (5.3.3). */
function directoryName(element: Element): Name {
  const name = readGeneralNames(element, TAG.sequence).find(({ kind }) => kind === 'directory');
  if (name?.kind !== 'directory')
    throw new EdsError('CRL_MALFORMED', 'certificate issuer without a directory name');
  return name.name;
}
