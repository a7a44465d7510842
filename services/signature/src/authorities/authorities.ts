import type { TrustList } from '@edo/eds';
import type { Clock, Log } from '@edo/kit';
import type { Config } from '../config.ts';
import { type CrlCache, crlCache } from './crl.ts';
import { type Address, exchangeWith } from './exchange.ts';
import { type AskOcsp, ocspClient } from './ocsp.ts';
import { type Stamp, tspClient } from './tsp.ts';

/** The services of НУЦ РК, at the addresses of the configuration. */
export interface Authorities {
  readonly ocsp: AskOcsp;
  readonly stamp: Stamp;
  readonly crls: CrlCache;
}

const MEBIBYTE = 1024 * 1024;
const OCSP = {
  name: 'OCSP',
  method: 'POST',
  requestType: 'application/ocsp-request',
  responseType: 'application/ocsp-response',
  limit: 256 * 1024,
} as const;
const TSP = {
  name: 'TSP',
  method: 'POST',
  requestType: 'application/timestamp-query',
  responseType: 'application/timestamp-reply',
  limit: 256 * 1024,
} as const;
/** НУЦ РК's complete CRL has about 20 MB. */
const CRL = {
  name: 'CRL',
  method: 'GET',
  responseType: 'application/pkix-crl',
  limit: 128 * MEBIBYTE,
} as const;
const CRL_MILLIS = 60_000;

export function authoritiesOf(config: Config, trust: TrustList, clock: Clock, log: Log): Authorities {
  const patience = {
    timeoutMillis: config.AUTHORITY_TIMEOUT_MILLIS,
    budgetMillis: config.AUTHORITY_BUDGET_MILLIS,
    attempts: config.AUTHORITY_ATTEMPTS,
  };
  const exchange = (address: Address) => exchangeWith(address, patience, clock, log);
  const patient = { timeoutMillis: CRL_MILLIS, budgetMillis: CRL_MILLIS, attempts: 2 };
  return {
    ocsp: ocspClient(exchange({ ...OCSP, url: config.OCSP_URL })),
    stamp: tspClient({
      exchange: exchange({ ...TSP, url: config.TSP_URL }),
      policy: config.TSP_POLICY,
      trust,
      clock,
    }),
    crls: crlCache(
      config.CRL_URLS.map((url) => exchangeWith({ ...CRL, url }, patient, clock, log)),
      log,
    ),
  };
}
