import { createHash } from 'node:crypto';
import type { EvidenceRef } from '@edo/contracts';
import { type Crl, parseCrl } from '@edo/eds';
import type { Log } from '@edo/kit';
import type { Exchange } from './exchange.ts';

/** A fetched CRL; `stored` remembers its object for as long as this fetch is the latest. */
export interface FetchedCrl {
  readonly crl: Crl;
  readonly sha256: string;
  stored?: Promise<EvidenceRef>;
}

/** The latest CRLs and delta CRLs of the configured addresses, for when OCSP does not answer. */
export interface CrlCache {
  /** Fetches all; what cannot be had or read leaves the one before in place. */
  refresh(): Promise<void>;
  current(): readonly FetchedCrl[];
}

export function crlCache(exchanges: readonly Exchange[], log: Log): CrlCache {
  const latest = new Map<Exchange, FetchedCrl>();
  const fetchOne = async (exchange: Exchange) => {
    const crl = parseCrl(await exchange());
    const before = latest.get(exchange)?.crl;
    if (before && before.thisUpdate > crl.thisUpdate) throw new Error('an older CRL than the one before');
    latest.set(exchange, { crl, sha256: createHash('sha256').update(crl.encoded).digest('hex') });
  };
  return {
    async refresh() {
      for (const result of await Promise.allSettled(exchanges.map(fetchOne)))
        if (result.status === 'rejected') log.warn({ err: result.reason }, 'a CRL could not be fetched');
    },
    current: () => [...latest.values()],
  };
}
