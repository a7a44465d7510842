import { Refusal, type Result, type signature } from '@edo/contracts';
import {
  type Certificate,
  EdsError,
  judgeRevocation,
  parseCertificate,
  type TrustList,
  unarmor,
  verifyChain,
} from '@edo/eds';
import type { Clock } from '@edo/kit';
import type { Authorities } from './authorities/authorities.ts';
import { certificateView } from './domain/certificate.ts';
import { pathRefusal, revocationVerdict } from './domain/certificate-judgement.ts';
import { revocationEvidence } from './revocation.ts';

interface Deps {
  readonly authorities: Pick<Authorities, 'ocsp' | 'crls'>;
  readonly trust: { readonly list: TrustList };
  readonly clock: Clock;
}

/** Reads a certificate (DER or PEM in base64) and judges its path and revocation now. @throws Refusal CERTIFICATE_NOT_ACCEPTED */
export async function describeCertificateNow(
  base64: string,
  { authorities, trust, clock }: Deps,
): Promise<Result<typeof signature.actions.describeCertificate>> {
  const certificate = read(base64);
  const view = certificateView(certificate);
  const at = new Date(clock.millis());
  const chain = verifyChain(certificate, { anchors: trust.list.signers, at });
  const refusal = pathRefusal(chain);
  if (refusal) return { certificate: view, ...refusal };
  const issuer = chain.path!.certificates[1] ?? chain.path!.anchor;
  const { source } = revocationEvidence(authorities, [], () => undefined);
  const judgement = await judgeRevocation(source, { certificate, issuer, at, trust: trust.list });
  return { certificate: view, ...revocationVerdict(judgement) };
}

function read(base64: string): Certificate {
  try {
    return parseCertificate(unarmor(Buffer.from(base64, 'base64')));
  } catch (error) {
    if (!(error instanceof EdsError)) throw error;
    throw new Refusal(
      'CERTIFICATE_NOT_ACCEPTED',
      `not a certificate: ${error.message}`,
      { reason: error.code },
      { cause: error },
    );
  }
}
