import { countersignatures } from '../cms/countersignatures.ts';
import { readRevocationValues } from '../cms/revocation-values.ts';
import type { SignedData } from '../cms/signed-data.ts';
import { type SignerInfo, signatureTimestamps } from '../cms/signer-info.ts';
import { type ChainJudgement, verifyChain } from '../path/verify-chain.ts';
import { judgeRevocation, type RevocationSource } from '../revocation/collect.ts';
import type { RevocationJudgement } from '../revocation/status.ts';
import { type TimestampJudgement, validateTimestampToken } from '../tsp/validate-token.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { ContentDigests } from './content.ts';
import type { ValidationInput } from './options.ts';
import { findCertificate, type SignerFacts } from './signer-checks.ts';

/** Everything the checks of one signature look at, gathered beforehand: nothing is asked during the checks. */
export type SignatureFacts = SignerFacts & {
  readonly input: ValidationInput;
  readonly timestamps: readonly TimestampJudgement[];
  /** the earliest time at which the signature is proven to exist, unless `judgedAt` says otherwise */
  readonly bestSignatureTime: Date;
  readonly chain: ChainJudgement | undefined;
  readonly revocation: RevocationJudgement | undefined;
  readonly countersignatures: number;
};

/** More timestamps on one signature than anyone needs; further ones are not looked at. */
const MOST_TIMESTAMPS = 8;

/** Gathers the facts about one signer of a SignedData: timestamps, path, `digests` of the content, revocation, in this order. */
export async function gatherFacts(
  signedData: SignedData,
  signer: SignerInfo,
  input: ValidationInput,
  digests: ContentDigests,
): Promise<SignatureFacts> {
  const { trust, options = {} } = input;
  const certificates = [...signedData.certificates, ...(options.certificates ?? [])];
  const source = withEmbedded(signedData, signer, input.revocation);
  const timestamps = await judgeTimestamps(signer, source, input);
  const bestSignatureTime = earliest(timestamps, input);
  const certificate = findCertificate(signer, certificates);
  const chain =
    certificate &&
    verifyChain(certificate, { anchors: trust.signers, intermediates: certificates, at: bestSignatureTime });
  return {
    input,
    signer,
    certificate,
    contentType: signedData.contentType,
    contentDigests: await digests(signer.digestAlgorithm.oid),
    reliedUponAt: bestSignatureTime,
    timestamps,
    bestSignatureTime,
    chain,
    revocation: await revocationOf(certificate, chain, bestSignatureTime, source, input),
    countersignatures: countersignatures(signer).length,
  };
}

/** Evidence that the signature itself carries counts beside what the caller has: all of it is signed by authorities. */
function withEmbedded(
  signedData: SignedData,
  signer: SignerInfo,
  given: RevocationSource = {},
): RevocationSource {
  const embedded = readRevocationValues(signer);
  return {
    ...given,
    ocspResponses: [...(given.ocspResponses ?? []), ...signedData.ocspResponses, ...embedded.ocspResponses],
    crls: [...(given.crls ?? []), ...signedData.crls, ...embedded.crls],
  };
}

async function judgeTimestamps(
  signer: SignerInfo,
  revocation: RevocationSource,
  input: ValidationInput,
): Promise<TimestampJudgement[]> {
  const { trust, options = {} } = input;
  const at = options.knownToExistAt && options.knownToExistAt < input.at ? options.knownToExistAt : input.at;
  const tokens = signatureTimestamps(signer).slice(0, MOST_TIMESTAMPS);
  const asked = options.revocation === 'none' ? {} : { revocation };
  return Promise.all(
    tokens.map((token) =>
      validateTimestampToken(token, { imprintOf: signer.signature, trust, at, ...asked }),
    ),
  );
}

function earliest(timestamps: readonly TimestampJudgement[], { at, options = {} }: ValidationInput): Date {
  const proven = timestamps.flatMap(({ indication, token }) =>
    indication === 'TOTAL-PASSED' && token ? [token.info.genTime] : [],
  );
  if (options.judgedAt === 'validation-time') return at;
  const times = [at, ...proven, ...(options.knownToExistAt ? [options.knownToExistAt] : [])];
  return new Date(Math.min(...times.map((time) => time.getTime())));
}

async function revocationOf(
  certificate: Certificate | undefined,
  chain: ChainJudgement | undefined,
  statusAt: Date,
  source: RevocationSource,
  { at, trust, options = {} }: ValidationInput,
): Promise<RevocationJudgement | undefined> {
  if (!certificate || !chain?.valid || options.revocation === 'none') return undefined;
  const issuer = chain.path!.certificates[1] ?? chain.path!.anchor;
  const age = options.maximumOcspAge === undefined ? {} : { maximumAge: options.maximumOcspAge };
  return judgeRevocation(source, { certificate, issuer, at, statusAt, trust, ...age });
}
