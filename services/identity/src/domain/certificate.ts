import { type identity, Refusal, type Result, type signature } from '@edo/contracts';
import { type Act, type Authority, findAuthority } from './authority.ts';
import type { Client } from './client.ts';
import { isBefore } from './instant.ts';
import type { ClientUser } from './user.ts';

type Judged = Result<typeof signature.actions.describeCertificate>;
type Decision = Result<typeof identity.actions.decide>;

/** A certificate registered to a client (8.1); one certificate belongs to one user of one client. */
export interface RegisteredCertificate {
  readonly clientId: string;
  readonly userId: string;
  readonly version: number;
  readonly description: Judged['certificate'];
  readonly registeredAt: string;
  /** From when acts with it are refused (8.8); null where it may be used. */
  readonly suspendedAt: string | null;
}

/**
 * Registers a certificate that `signature` has judged: a good signing certificate whose numbers are those registered
 * (1.12, 8.1, 8.4): for a legal entity its БИН and the user's ИИН, for a person or sole proprietor the client's ИИН.
 * @throws Refusal CERTIFICATE_NOT_ACCEPTED, AUTHORITY_UNAVAILABLE, IDENTITY_MISMATCH
 */
export function registerCertificate(
  judged: Judged,
  client: Client,
  user: ClientUser,
  now: string,
): RegisteredCertificate {
  admitVerdict(judged);
  const { certificate } = judged;
  const mismatch = mismatchOf(certificate.subject, client, user);
  if (mismatch)
    throw new Refusal('IDENTITY_MISMATCH', `the ${mismatch} of the certificate is not the one registered`, {
      field: mismatch,
    });
  const { clientId, userId } = user;
  return { clientId, userId, version: 1, description: certificate, registeredAt: now, suspendedAt: null };
}

function admitVerdict({ certificate, indication, subIndication, reason }: Judged): void {
  if (reason === 'ON_HOLD')
    throw new Refusal(
      'CERTIFICATE_NOT_ACCEPTED',
      'the certificate is on hold; register it when it is resumed',
      { indication, subIndication, reason },
    );
  if (indication === 'INDETERMINATE' && subIndication === 'TRY_LATER')
    throw new Refusal('AUTHORITY_UNAVAILABLE', 'НУЦ РК does not answer now; try again', { reason });
  if (indication !== 'TOTAL-PASSED')
    throw new Refusal('CERTIFICATE_NOT_ACCEPTED', 'the certificate is not valid', {
      indication,
      subIndication,
      reason,
    });
  if (certificate.purpose !== 'signing')
    throw new Refusal('CERTIFICATE_NOT_ACCEPTED', 'the certificate is not for signing (2.6)', {
      reason: 'NOT_A_SIGNING_CERTIFICATE',
    });
}

function mismatchOf(
  subject: Judged['certificate']['subject'],
  client: Client,
  user: ClientUser,
): 'iin' | 'bin' | null {
  const { iin, bin } = subject;
  if (client.kind === 'legal-entity') {
    if (bin === null || bin !== client.bin) return 'bin';
  } else {
    if (bin !== null && bin !== client.iin) return 'bin'; // a sole proprietor's БИН is its ИИН; a person has none
    if (iin !== client.iin) return 'iin';
  }
  return iin !== null && iin === user.iin ? null : 'iin';
}

/** Roles that НУЦ РК gives to machines: they do no acts of persons. */
const MACHINE_ROLES: ReadonlySet<string> = new Set(['information-system', 'individual-information-system']);

/** May the holder of this certificate do this act for this client, at this time? A refusal carries its reason as a code. */
export function decide(
  certificate: RegisteredCertificate | null,
  authorities: readonly Authority[],
  question: { clientId: string; act: Act; at: string },
): Decision {
  const { clientId, act, at } = question;
  if (!certificate || certificate.clientId !== clientId || isBefore(at, certificate.registeredAt))
    return refuse('CERTIFICATE_NOT_REGISTERED', null);
  const { userId, suspendedAt, description } = certificate;
  if (suspendedAt !== null && !isBefore(at, suspendedAt)) return refuse('CERTIFICATE_SUSPENDED', userId);
  const { iin } = description.subject;
  if (iin === null || description.roles.some((role) => MACHINE_ROLES.has(role)))
    return refuse('CERTIFICATE_OF_INFORMATION_SYSTEM', userId);
  const authority = findAuthority(authorities, act, at);
  if (typeof authority === 'string') return refuse(authority, userId);
  return { allowed: true, reason: null, userId, authorityId: authority.authorityId };
}

const refuse = (reason: string, userId: string | null): Decision => ({
  allowed: false,
  reason,
  userId,
  authorityId: null,
});
