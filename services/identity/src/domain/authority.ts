import { type identity, type Params, Refusal } from '@edo/contracts';
import { commitTo } from '@edo/journal';
import type { Client } from './client.ts';
import { isBefore } from './instant.ts';
import type { ClientUser } from './user.ts';

type AuthorityParams = Params<typeof identity.actions.grantAuthority>;
export type Act = AuthorityParams['acts'][number];

/** Who may act for a client, on what ground, from when until when (4.2–4.8). `salt` (base64) belongs to its fact. */
export interface Authority extends AuthorityParams {
  readonly authorityId: string;
  readonly version: number;
  readonly grantedAt: string;
  readonly grantedBy: string;
  readonly salt: string;
}

/**
 * Registers an authority after what the clauses ask of its ground.
 * @throws Refusal PARAMS_INVALID, IDENTITY_MISMATCH
 */
export function grantAuthority(
  params: AuthorityParams,
  client: Client,
  user: ClientUser,
  by: { authorityId: string; operatorId: string; salt: Uint8Array; now: string },
): Authority {
  const { ground, validFrom, validUntil } = params;
  const isEntity = client.kind === 'legal-entity';
  if (ground === 'head' && !isEntity) throw wrong('ground', 'only a legal entity has a head (4.2)');
  if (ground === 'self' && isEntity)
    throw wrong('ground', 'a legal entity acts through its head or representatives (4.2, 4.6)');
  if (ground === 'self' && client.iin !== user.iin)
    throw new Refusal(
      'IDENTITY_MISMATCH',
      "this user is not the client itself: the user's ИИН is not the client's",
    );
  if (ground === 'power-of-attorney' && validUntil === null)
    throw wrong('validUntil', 'a power of attorney has an end (4.7)');
  if (validUntil !== null && !isBefore(validFrom, validUntil))
    throw wrong('validUntil', 'the end must come after the beginning');
  return {
    ...params,
    authorityId: by.authorityId,
    version: 1,
    grantedAt: by.now,
    grantedBy: by.operatorId,
    salt: Buffer.from(by.salt).toString('base64'),
  };
}

const wrong = (field: string, message: string) =>
  new Refusal('PARAMS_INVALID', `${field}: ${message}`, { issues: [{ path: [field], message }] });

/** What the fact `authority.granted` commits to: the document it rests on. */
export const basisCommitment = ({ basis, salt }: Authority): string =>
  commitTo(basis, Buffer.from(salt, 'base64'));

/** The authority to do the act at that time; otherwise why there is none. */
export function findAuthority(
  authorities: readonly Authority[],
  act: Act,
  at: string,
): Authority | 'AUTHORITY_MISSING' | 'AUTHORITY_NOT_YET_VALID' | 'AUTHORITY_ENDED' {
  const forAct = authorities.filter(({ acts }) => acts.includes(act));
  const begun = forAct.filter(({ validFrom }) => !isBefore(at, validFrom));
  const inForce = begun.find(({ validUntil }) => validUntil === null || isBefore(at, validUntil));
  if (inForce) return inForce;
  if (forAct.length === 0) return 'AUTHORITY_MISSING';
  return begun.length > 0 ? 'AUTHORITY_ENDED' : 'AUTHORITY_NOT_YET_VALID';
}
