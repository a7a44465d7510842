/** Digest algorithms (RFC 5754; НУЦ РК). */
export const DIGEST = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  gost34311: '1.2.398.3.10.1.3.1',
  streebog256: '1.2.398.3.10.1.3.2',
  streebog512: '1.2.398.3.10.1.3.3',
} as const;

/** Signature algorithms (RFC 4055, RFC 5758; НУЦ РК). */
export const SIGNATURE = {
  rsaSha1: '1.2.840.113549.1.1.5',
  rsaPss: '1.2.840.113549.1.1.10',
  rsaSha256: '1.2.840.113549.1.1.11',
  rsaSha384: '1.2.840.113549.1.1.12',
  rsaSha512: '1.2.840.113549.1.1.13',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  ecdsaSha384: '1.2.840.10045.4.3.3',
  ecdsaSha512: '1.2.840.10045.4.3.4',
  gost2004: '1.2.398.3.10.1.1.1.2',
  gost2015With256: '1.2.398.3.10.1.1.2.3.1',
  gost2015With512: '1.2.398.3.10.1.1.2.3.2',
} as const;

/** Public keys (RFC 3279, RFC 5480; НУЦ РК). Native Kalkan writes them where a signature algorithm belongs. */
export const KEY = {
  rsa: '1.2.840.113549.1.1.1',
  ec: '1.2.840.10045.2.1',
  gost2004: '1.2.398.3.10.1.1.1.1',
  gost2015With256: '1.2.398.3.10.1.1.2.1',
  gost2015With512: '1.2.398.3.10.1.1.2.2',
} as const;
