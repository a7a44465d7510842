import { z } from 'zod';
import { contract, fact } from './contract.ts';
import { Channel } from './notifications.ts';
import { CertificateDescription } from './signature.ts';
import { Actor, Base64, Bin, Day, Email, Id, Iin, Instant, Locale, Phone, Sha256 } from './vocabulary.ts';

/** Kinds of clients (1.12): a person, a sole proprietor (ИП), a legal entity. */
export const ClientKind = z.enum(['person', 'sole-proprietor', 'legal-entity']);
/** Acts for which authority is asked. */
export const Act = z.enum(['sign', 'countersign', 'send', 'dispute']);

export const ClientView = z.strictObject({
  clientId: Id,
  kind: ClientKind,
  name: z.string(),
  iin: z.string().nullable(),
  bin: z.string().nullable(),
  joinedAt: Instant,
});
export type ClientView = z.infer<typeof ClientView>;

const UserView = z.strictObject({
  userId: Id,
  clientId: Id,
  fullName: z.string(),
  position: z.string().nullable(),
  email: z.string(),
  phone: z.string(),
  locale: Locale,
});
const Password = z
  .string()
  .min(10)
  .max(128)
  .regex(/[A-Za-z]/, 'a Latin letter is required')
  .regex(/\d/, 'a digit is required');

const ClientData = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), name: z.string().min(1).max(300), iin: Iin }),
  z.strictObject({ kind: z.literal('sole-proprietor'), name: z.string().min(1).max(300), iin: Iin }),
  z.strictObject({ kind: z.literal('legal-entity'), name: z.string().min(1).max(300), bin: Bin }),
]);

/** Joining, access, registered certificates and authority (sections 1, 2, 4, 6, 7, 8). */
export const identity = contract('identity', {
  startLogin: {
    timeoutMillis: 20_000,
    summary:
      'Begin to sign in with e-mail and password; a one-time code is sent by the channel chosen (2.19, 2.20, 6.2)',
    access: 'public',
    rest: 'POST /v1/sessions',
    status: 201,
    params: z.strictObject({ login: Email, password: z.string().max(128), channel: Channel.default('sms') }),
    result: z.strictObject({ challengeId: Id, channel: Channel, expiresAt: Instant }),
  },
  completeLogin: {
    summary: 'Finish signing in with the code; the token is shown once',
    access: 'public',
    rest: 'POST /v1/sessions/:challengeId/code',
    status: 201,
    params: z.strictObject({ challengeId: Id, code: z.string().regex(/^\d{6}$/, 'expected six digits') }),
    result: z.strictObject({ token: z.string(), expiresAt: Instant, actor: Actor }),
  },
  endSession: {
    summary: 'End the session that calls',
    access: 'signed-in',
    rest: 'DELETE /v1/sessions/current',
    status: 204,
    params: z.strictObject({}),
    result: z.strictObject({}),
  },
  resolveSession: {
    summary: 'Turn the bearer token of a session into a short-lived signed assertion of its actor',
    access: 'services',
    params: z.strictObject({ token: z.string().max(200) }),
    result: z.strictObject({ actor: Actor, assertion: z.string(), expiresAt: Instant }),
  },
  addClient: {
    summary: 'An administrator of the operator adds a client that has accepted the agreement (1.8)',
    access: 'operator',
    rest: 'POST /v1/operator/clients',
    status: 201,
    params: z.strictObject({
      client: ClientData,
      acceptance: z.strictObject({
        agreementVersion: z.string().max(40),
        locale: Locale,
        acceptedAt: Instant,
        evidence: z.string().min(1).max(300),
      }),
    }),
    result: ClientView,
  },
  addUser: {
    summary: 'An administrator of the operator adds a login of a client (6.1, 1.12)',
    access: 'operator',
    rest: 'POST /v1/operator/clients/:clientId/users',
    status: 201,
    params: z.strictObject({
      clientId: Id,
      fullName: z.string().min(1).max(200),
      iin: Iin,
      position: z.string().max(200).nullable().default(null),
      email: Email,
      phone: Phone,
      locale: Locale.default('ru'),
      password: Password,
    }),
    result: UserView,
  },
  grantAuthority: {
    summary:
      'Register who may act for a client and on what ground: head, legal representative, power of attorney, or the person itself (4.2–4.8)',
    access: 'operator',
    rest: 'POST /v1/operator/clients/:clientId/authorities',
    status: 201,
    params: z.strictObject({
      clientId: Id,
      userId: Id,
      ground: z.enum(['self', 'head', 'legal-representative', 'power-of-attorney']),
      basis: z.strictObject({ document: z.string().min(1).max(300), number: z.string().max(80), date: Day }),
      acts: z.array(Act).min(1),
      validFrom: Instant,
      validUntil: Instant.nullable().default(null),
    }),
    result: z.strictObject({ authorityId: Id }),
  },
  registerCertificate: {
    timeoutMillis: 30_000,
    summary:
      'Register a certificate to the client: its ИИН and БИН must be those registered (8.1, 8.4, 1.12)',
    access: 'user',
    rest: 'POST /v1/certificates',
    status: 201,
    params: z.strictObject({ certificate: Base64.max(24_000) }),
    result: z.strictObject({ certificate: CertificateDescription, registeredAt: Instant }),
  },
  decide: {
    summary:
      'May the holder of this certificate do this act for this client, at this time? (4.2–4.10, 5.1.1, 8.1, 8.8)',
    access: 'services',
    params: z.strictObject({
      clientId: Id,
      fingerprint: Sha256,
      act: Act,
      documentKind: z.string().max(60),
      at: Instant,
    }),
    result: z.strictObject({
      allowed: z.boolean(),
      reason: z.string().nullable(),
      userId: Id.nullable(),
      authorityId: Id.nullable(),
    }),
  },
  findClient: {
    summary: 'Find a client of the platform by its ИИН or БИН, to send it a document',
    access: 'user',
    rest: 'GET /v1/clients',
    params: z.strictObject({ number: z.string().regex(/^\d{12}$/, 'expected 12 digits') }),
    result: ClientView,
  },
  contacts: {
    summary: 'Where the users of a client are reached',
    access: 'services',
    params: z.strictObject({ clientId: Id }),
    result: z.strictObject({ client: ClientView, users: z.array(UserView) }),
  },
});

const At = { at: Instant };
export const identityFacts = {
  joined: fact(
    'client',
    'joined',
    1,
    z.strictObject({
      clientId: Id,
      kind: ClientKind,
      way: z.enum(['signed', 'added', 'invited']),
      agreementVersion: z.string(),
      dataCommitment: Sha256,
      ...At,
    }),
  ),
  userAdded: fact(
    'user',
    'added',
    1,
    z.strictObject({ userId: Id, clientId: Id, dataCommitment: Sha256, ...At }),
  ),
  certificateRegistered: fact(
    'certificate',
    'registered',
    1,
    z.strictObject({ clientId: Id, fingerprint: Sha256, ...At }),
  ),
  authorityGranted: fact(
    'authority',
    'granted',
    1,
    z.strictObject({
      authorityId: Id,
      clientId: Id,
      userId: Id,
      ground: z.string(),
      acts: z.array(Act),
      basisCommitment: Sha256,
      validFrom: Instant,
      validUntil: Instant.nullable(),
      ...At,
    }),
  ),
};
