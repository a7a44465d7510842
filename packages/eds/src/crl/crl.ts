import {
  type Cursor,
  type Element,
  encodingOf,
  enter,
  finish,
  next,
  only,
  optional,
  peek,
  readRoot,
} from '../der/reader.ts';
import { contextTag, TAG } from '../der/tags.ts';
import { readTime } from '../der/time.ts';
import { readBitStringOctets, readInteger, readSmallInteger } from '../der/values.ts';
import { EdsError, reading } from '../errors.ts';
import {
  type AlgorithmIdentifier,
  readAlgorithmIdentifier,
  sameAlgorithm,
} from '../x509/algorithm-identifier.ts';
import { type RawExtension, readExtensions } from '../x509/extensions.ts';
import { type AuthorityKeyIdentifier, readAuthorityKeyIdentifier } from '../x509/key-identifiers.ts';
import { type Name, readName } from '../x509/name.ts';
import { EXTENSION } from '../x509/oids.ts';
import { type IssuingDistributionPoint, readIssuingDistributionPoint } from './issuing-distribution-point.ts';

/** A certificate revocation list (RFC 5280, 5). Its entries are looked up in place: see `entries.ts`. */
export type Crl = {
  readonly encoded: Uint8Array;
  readonly tbs: Uint8Array;
  readonly issuer: Name;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  /** `revokedCertificates`, undefined where nothing is revoked */
  readonly revoked: Element | undefined;
  readonly number: bigint | undefined;
  /** BaseCRLNumber: present exactly in a delta CRL */
  readonly deltaBase: bigint | undefined;
  readonly scope: IssuingDistributionPoint | undefined;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | undefined;
  readonly rawExtensions: ReadonlyMap<string, RawExtension>;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
};

/** НУЦ РК's full CRL is about 20 MB; an entry takes five elements at most when it is read. */
const CRL_LIMITS = { size: 256 * 1024 * 1024, depth: 24, elements: Number.MAX_SAFE_INTEGER };

/** Reads a DER CRL; entries are read when they are asked for. Errors: CRL_MALFORMED, DER_LIMIT. */
export function parseCrl(der: Uint8Array): Crl {
  return reading('CRL_MALFORMED', 'CRL', () => {
    const root = readRoot(der, CRL_LIMITS);
    const outer = enter(root, TAG.sequence);
    const tbs = next(outer, TAG.sequence);
    const signatureAlgorithm = readAlgorithmIdentifier(next(outer));
    const signature = readBitStringOctets(next(outer));
    finish(outer);
    return {
      encoded: der,
      tbs: encodingOf(tbs),
      signatureAlgorithm,
      signature,
      ...readSignedPart(tbs, signatureAlgorithm),
    };
  });
}

type SignedPart = Omit<Crl, 'encoded' | 'tbs' | 'signatureAlgorithm' | 'signature'>;

function readSignedPart(tbs: Element, outerAlgorithm: AlgorithmIdentifier): SignedPart {
  const cursor = enter(tbs);
  readVersion(cursor);
  if (!sameAlgorithm(readAlgorithmIdentifier(next(cursor)), outerAlgorithm)) {
    throw new EdsError('DER_VALUE', 'the signed part names another signature algorithm (RFC 5280, 5.1.1.2)');
  }
  const issuer = readName(next(cursor));
  const thisUpdate = readTime(next(cursor));
  const hasNext = peek(cursor) === TAG.utcTime || peek(cursor) === TAG.generalizedTime;
  const nextUpdate = hasNext ? readTime(next(cursor)) : undefined;
  const revoked = optional(cursor, TAG.sequence);
  const extensions = optional(cursor, contextTag(0));
  finish(cursor);
  const rawExtensions = extensions ? readExtensions(only(extensions)) : new Map<string, RawExtension>();
  return { issuer, thisUpdate, nextUpdate, revoked, rawExtensions, ...understood(rawExtensions) };
}

/** Version 2 is written; version 1 has no version at all (5.1.2.1). */
function readVersion(cursor: Cursor): void {
  const version = optional(cursor, TAG.integer);
  if (version && readSmallInteger(version) !== 1) throw new EdsError('DER_VALUE', 'unknown version of a CRL');
}

function understood(
  raw: ReadonlyMap<string, RawExtension>,
): Pick<SignedPart, 'number' | 'deltaBase' | 'scope' | 'authorityKeyIdentifier'> {
  const read = <T>(oid: string, reader: (element: Element) => T): T | undefined => {
    const extension = raw.get(oid);
    return extension && reader(readRoot(extension.value));
  };
  return {
    number: read(EXTENSION.crlNumber, (element) => readInteger(element)),
    deltaBase: read(EXTENSION.deltaCrlIndicator, (element) => readInteger(element)),
    scope: read(EXTENSION.issuingDistributionPoint, readIssuingDistributionPoint),
    authorityKeyIdentifier: read(EXTENSION.authorityKeyIdentifier, readAuthorityKeyIdentifier),
  };
}
