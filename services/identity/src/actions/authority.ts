import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { type identity, identityFacts, signature } from '@edo/contracts';
import { SALT_BYTES } from '@edo/journal';
import type { Handlers } from '@edo/kit';
import type { Dependencies } from '../dependencies.ts';
import { basisCommitment, grantAuthority } from '../domain/authority.ts';
import { decide, registerCertificate } from '../domain/certificate.ts';
import { loadClient, loadUserOf } from './load.ts';

type Actions = Handlers<typeof identity>;

/** Who may act for a client, with which certificate (4.2–4.10, 8.1, 8.8). */
export function authorityActions({
  store,
  facts,
  transaction,
  clock,
}: Dependencies): Pick<Actions, 'grantAuthority' | 'registerCertificate' | 'decide'> {
  return {
    async grantAuthority({ params, actor, remember }) {
      const client = await loadClient(params.clientId, store);
      const user = await loadUserOf(params.clientId, params.userId, store);
      const now = clock.now();
      const ids = { authorityId: randomUUIDv7(), operatorId: actor.userId };
      const authority = grantAuthority(params, client, user, { ...ids, salt: randomBytes(SALT_BYTES), now });
      return transaction(async () => {
        const { authorityId, version, clientId, userId, ground, acts, validFrom, validUntil } = authority;
        const answer = await remember({ authorityId });
        await store.authorities.add(authority);
        const basis = basisCommitment(authority);
        await facts.record(identityFacts.authorityGranted, {
          aggregateId: authorityId,
          version,
          by: `operator:${actor.userId}`,
          at: now,
          data: {
            authorityId,
            clientId,
            userId,
            ground,
            acts,
            basisCommitment: basis,
            validFrom,
            validUntil,
            at: now,
          },
        });
        return answer;
      });
    },

    async registerCertificate({ params, actor, ask, remember }) {
      const client = await loadClient(actor.clientId, store);
      const user = await loadUserOf(actor.clientId, actor.userId, store);
      const judged = await ask(signature.actions.describeCertificate, params);
      const now = clock.now();
      const registered = registerCertificate(judged, client, user, now);
      return transaction(async () => {
        const answer = await remember({ certificate: registered.description, registeredAt: now });
        await store.certificates.add(registered);
        const { clientId, version, description } = registered;
        await facts.record(identityFacts.certificateRegistered, {
          aggregateId: description.fingerprint,
          version,
          by: `user:${actor.userId}`,
          at: now,
          data: { clientId, fingerprint: description.fingerprint, at: now },
        });
        return answer;
      });
    },

    async decide({ params }) {
      const certificate = await store.certificates.byFingerprint(params.fingerprint);
      const authorities = certificate ? await store.authorities.of(params.clientId, certificate.userId) : [];
      return decide(certificate, authorities, params);
    },
  };
}
