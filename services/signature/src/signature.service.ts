import type { signature } from '@edo/contracts';
import type { Handlers } from '@edo/kit';
import { describeCertificateNow } from './describing.ts';
import { type SigningDeps, signAsOperator, waitingFor } from './signing.ts';
import { describeTrust } from './trust.ts';
import { type ValidatingDeps, validateStored } from './validating.ts';

export const signatureService = (deps: ValidatingDeps & SigningDeps): Handlers<typeof signature> => ({
  validate: (request) => validateStored(request, deps),
  describeCertificate: ({ params }) => describeCertificateNow(params.certificate, deps),
  signAsOperator: (request) => signAsOperator(request, deps),
  async stamp({ params }) {
    const { token, genTime } = await waitingFor(() =>
      deps.authorities.stamp(Buffer.from(params.sha256, 'hex')),
    );
    return { token: Buffer.from(token).toString('base64'), genTime: genTime.toISOString() };
  },
  trustList: async () => describeTrust(deps.trust),
});
