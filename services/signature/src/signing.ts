import { randomUUIDv7 } from 'node:crypto';
import { objects as objectActions, Refusal, type Result, type signature } from '@edo/contracts';
import {
  addRevocationData,
  addTimestamp,
  DIGEST,
  digest,
  judgeOcspResponse,
  readSignedData,
  signDetached,
  type TrustList,
} from '@edo/eds';
import type { Ask, Clock, ObjectClient, Request, Transaction } from '@edo/kit';
import type { Authorities } from './authorities/authorities.ts';
import { AuthorityUnavailable } from './authorities/exchange.ts';
import { evidenceKeeper } from './evidence.ts';
import type { OperatorKey } from './operator-key.ts';
import type { SignatureStore } from './store.ts';

export interface SigningDeps {
  readonly ask: Ask;
  readonly objects: ObjectClient;
  readonly authorities: Pick<Authorities, 'ocsp' | 'stamp'>;
  readonly trust: { readonly list: TrustList };
  readonly operatorKey: OperatorKey;
  readonly store: SignatureStore;
  readonly transaction: Transaction;
  readonly clock: Clock;
}

/**
 * Signs a stored object as the operator: CAdES B-LT, detached, with the timestamp and the OCSP answer of НУЦ РК in it.
 * @throws Refusal AUTHORITY_UNAVAILABLE, CERTIFICATE_NOT_ACCEPTED when the operator's own certificate is not good
 */
export async function signAsOperator(
  request: Request<typeof signature.actions.signAsOperator>,
  deps: SigningDeps,
) {
  const { params, caller, remember } = request;
  const cms = await signedBytes(params.objectId, deps);
  const proofs = await waitingFor(() => proofsOf(cms, deps));
  const answer = await keepSigned(cms, proofs, deps);
  await deps.transaction(async () => {
    await deps.store.addSigning({
      signingId: randomUUIDv7(),
      objectId: params.objectId,
      why: params.why,
      caller,
      cmsObjectId: answer.cmsObjectId,
      cmsSha256: answer.sha256,
      certificateFingerprint: deps.operatorKey.certificate.fingerprint,
      signedAt: answer.signedAt,
    });
    await remember(answer);
  });
  return answer;
}

/** CAdES B-B over the stored object, which stays where it is: `archive` digests it. */
async function signedBytes(objectId: string, { ask, operatorKey, clock }: SigningDeps): Promise<Uint8Array> {
  const { signer } = operatorKey;
  const { digest } = await ask(objectActions.actions.digest, { objectId, algorithm: signer.digestOid });
  return signDetached(Buffer.from(digest, 'base64'), signer, { signingTime: new Date(clock.millis()) });
}

interface Proofs {
  readonly token: Uint8Array;
  readonly genTime: Date;
  readonly ocspResponse: Uint8Array;
}

/** Puts the proofs into the CMS and stores it, and each proof as an object of its own. */
async function keepSigned(
  bare: Uint8Array,
  { token, genTime, ocspResponse }: Proofs,
  { objects, operatorKey }: SigningDeps,
): Promise<Result<typeof signature.actions.signAsOperator>> {
  const cms = addRevocationData(addTimestamp(bare, 0, token), { ocspResponses: [ocspResponse] });
  const { objectId: cmsObjectId, sha256 } = await objects.put(cms, {
    mediaType: 'application/pkcs7-signature',
  });
  const keeper = evidenceKeeper(objects);
  await keeper.keep('certificate', operatorKey.certificate.encoded);
  await keeper.keep('timestamp', token);
  await keeper.keep('ocsp-response', ocspResponse);
  return { cmsObjectId, sha256, signedAt: genTime.toISOString(), evidence: await keeper.refs() };
}

/** The timestamp over the signature and an answer that its certificate is good at that time. */
async function proofsOf(
  cms: Uint8Array,
  { authorities, trust, operatorKey, clock }: SigningDeps,
): Promise<Proofs> {
  const [signer] = readSignedData(cms).signers;
  const { token, genTime } = await authorities.stamp(digest(DIGEST.sha256, signer!.signature));
  const { certificate, issuer } = operatorKey;
  const { response, nonce } = await authorities.ocsp(certificate, issuer);
  const judgement = judgeOcspResponse(response, {
    certificate,
    issuer,
    nonce,
    at: new Date(clock.millis()),
    statusAt: genTime,
    trust: trust.list,
  });
  if (judgement.status === 'unknown')
    throw new AuthorityUnavailable(
      `the answer about the operator's certificate is not usable: ${judgement.message}`,
    );
  if (judgement.status !== 'good')
    throw new Refusal('CERTIFICATE_NOT_ACCEPTED', `the operator's certificate is ${judgement.message}`, {
      reason: judgement.code,
    });
  return { token, genTime, ocspResponse: response };
}

/** @throws Refusal AUTHORITY_UNAVAILABLE where НУЦ РК does not answer, or not as it should */
export async function waitingFor<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AuthorityUnavailable)) throw error;
    throw new Refusal('AUTHORITY_UNAVAILABLE', `НУЦ РК: ${error.message}; try again`, {}, { cause: error });
  }
}
