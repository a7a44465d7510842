import { randomBytes } from 'node:crypto';
import { type Certificate, createOcspRequest } from '@edo/eds';
import { coalesced } from './coalesce.ts';
import type { Exchange } from './exchange.ts';

/** A raw answer of НУЦ РК, and the nonce it has to carry. */
export interface OcspAnswer {
  readonly response: Uint8Array;
  readonly nonce: Uint8Array;
}

/** Asks НУЦ РК about one certificate (RFC 6960). What the answer is worth is for `judgeOcspResponse`. @throws AuthorityUnavailable */
export type AskOcsp = (certificate: Certificate, issuer: Certificate) => Promise<OcspAnswer>;

export function ocspClient(exchange: Exchange): AskOcsp {
  const shared = coalesced<OcspAnswer>();
  return (certificate, issuer) =>
    shared(`${certificate.fingerprint}:${issuer.fingerprint}`, async () => {
      const nonce = randomBytes(16);
      const response = await exchange(createOcspRequest({ certificate, issuer, nonce }));
      return { response, nonce };
    });
}
