import { randomUUIDv7 } from 'node:crypto';
import { objects as objectActions, Refusal, type signature } from '@edo/contracts';
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
  { params, caller, remember }: Request<typeof signature.actions.signAsOperator>,
  deps: SigningDeps,
) {
  const { objects, store, clock, operatorKey } = deps;
  const { objectId, why } = params;
  const { signer, certificate } = operatorKey;
  const asked = await deps.ask(objectActions.actions.digest, { objectId, algorithm: signer.digestOid });
  const bare = await signDetached(Buffer.from(asked.digest, 'base64'), signer, {
    signingTime: new Date(clock.millis()),
  });
  const proofs = await waitingFor(() => proofsOf(bare, deps));
  const stamped = addTimestamp(bare, 0, proofs.token);
  const cms = addRevocationData(stamped, { ocspResponses: [proofs.ocspResponse] });
  const stored = await objects.put(cms, { mediaType: 'application/pkcs7-signature' });
  const keeper = evidenceKeeper(objects);
  await keeper.keep('certificate', certificate.encoded);
  await keeper.keep('timestamp', proofs.token);
  await keeper.keep('ocsp-response', proofs.ocspResponse);
  const signedAt = proofs.genTime.toISOString();
  const answer = {
    cmsObjectId: stored.objectId,
    sha256: stored.sha256,
    signedAt,
    evidence: await keeper.refs(),
  };
  await deps.transaction(async () => {
    await store.addSigning({
      signingId: randomUUIDv7(),
      objectId,
      why,
      caller,
      cmsObjectId: stored.objectId,
      cmsSha256: stored.sha256,
      certificateFingerprint: certificate.fingerprint,
      signedAt,
    });
    await remember(answer);
  });
  return answer;
}

/** The timestamp over the signature and an answer that its certificate is good at that time. */
async function proofsOf(cms: Uint8Array, { authorities, trust, operatorKey, clock }: SigningDeps) {
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
