import { TAG } from '../der/tags.ts';
import { EdsError } from '../errors.ts';
import type { AlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { digestAlgorithm } from './digests.ts';
import { gostKeys } from './gost-keys.ts';
import { DIGEST, KEY, SIGNATURE } from './oids.ts';
import { readPssParameters } from './rsa-pss.ts';

/** How a signature is computed: its mathematics and the digest (by object identifier) under it. */
export type SignatureScheme =
  | { readonly family: 'rsa-pkcs1' | 'ecdsa' | 'gost'; readonly digest: string }
  | { readonly family: 'rsa-pss'; readonly digest: string; readonly saltLength: number };

const schemes: ReadonlyMap<string, SignatureScheme> = new Map<string, SignatureScheme>([
  [SIGNATURE.rsaSha1, { family: 'rsa-pkcs1', digest: DIGEST.sha1 }],
  [SIGNATURE.rsaSha256, { family: 'rsa-pkcs1', digest: DIGEST.sha256 }],
  [SIGNATURE.rsaSha384, { family: 'rsa-pkcs1', digest: DIGEST.sha384 }],
  [SIGNATURE.rsaSha512, { family: 'rsa-pkcs1', digest: DIGEST.sha512 }],
  [SIGNATURE.ecdsaSha256, { family: 'ecdsa', digest: DIGEST.sha256 }],
  [SIGNATURE.ecdsaSha384, { family: 'ecdsa', digest: DIGEST.sha384 }],
  [SIGNATURE.ecdsaSha512, { family: 'ecdsa', digest: DIGEST.sha512 }],
  ...gostKeys.map(({ signatureOid, digest }) => [signatureOid, { family: 'gost', digest }] as const),
]);

/**
 * What an AlgorithmIdentifier of a signature means. `digestOid` is the digest that is named beside it (the
 * digestAlgorithm of a SignerInfo): it must be the same one. Where native Kalkan wrote the identifier of the key
 * instead of one of the signature, it alone says the digest.
 * Errors: ALGORITHM_UNSUPPORTED, ALGORITHM_MISMATCH.
 */
export function signatureScheme(algorithm: AlgorithmIdentifier, digestOid?: string): SignatureScheme {
  const scheme = namedScheme(algorithm) ?? schemeOfKey(algorithm.oid, digestOid);
  if (digestOid === undefined || scheme.digest === digestOid) return scheme;
  const { name } = digestAlgorithm(scheme.digest);
  throw new EdsError(
    'ALGORITHM_MISMATCH',
    `${algorithm.oid} signs over ${name}, ${digestOid} is named beside it`,
  );
}

function namedScheme(algorithm: AlgorithmIdentifier): SignatureScheme | undefined {
  if (algorithm.oid === SIGNATURE.rsaPss)
    return { family: 'rsa-pss', ...readPssParameters(algorithm.parameters) };
  const scheme = schemes.get(algorithm.oid);
  if (scheme) refuseParameters(algorithm);
  return scheme;
}

/** Named algorithms say everything: their parameters are absent or NULL (RFC 4055, 5758; НУЦ РК writes NULL). */
function refuseParameters({ oid, parameters }: AlgorithmIdentifier): void {
  if (parameters === undefined || (parameters.length === 2 && parameters[0] === TAG.nullValue)) return;
  throw new EdsError('ALGORITHM_UNSUPPORTED', `signature algorithm ${oid} with parameters is not known here`);
}

function schemeOfKey(oid: string, digestOid: string | undefined): SignatureScheme {
  const gost = gostKeys.find((kind) => kind.oid === oid);
  if (digestOid !== undefined && gost) return { family: 'gost', digest: gost.digest };
  if (digestOid !== undefined && oid === KEY.rsa)
    return { family: 'rsa-pkcs1', digest: digestAlgorithm(digestOid).oid };
  throw new EdsError('ALGORITHM_UNSUPPORTED', `${oid} is not a signature algorithm known here`);
}
