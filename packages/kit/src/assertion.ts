import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Actor, Refusal, type ServiceName } from '@edo/contracts';
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from './clock.ts';

const CALLER_SECONDS = 60;
const ACTOR_SECONDS = 120;
const ACTOR_ISSUER: ServiceName = 'identity';

type PublicKeys = ReturnType<typeof createLocalJWKSet>;

/** Who calls, proven by the calling service's own key and good for one audience; and who acts, proven by `identity`. */
export interface Assertions {
  /** A signed assertion that this service calls `audience` (the name of a contract, e.g. `journal`). */
  caller(audience: string): Promise<string>;
  /** The service that signed a caller assertion for one of the audiences that this process serves. */
  verifyCaller(assertion: string, audience: string): Promise<ServiceName>;
  /** Signs who acts; only `identity` holds a key that others accept. */
  actor(actor: Actor): Promise<{ assertion: string; expiresAt: string }>;
  verifyActor(assertion: string): Promise<Actor>;
}

interface Keys {
  readonly service: ServiceName;
  readonly privateKey: KeyObject;
  readonly publicKeys: PublicKeys;
}

/** Reads the service's private key (PKCS#8 PEM) and everyone's public keys (JWKS). */
export async function readServiceKeys(
  service: ServiceName,
  keyFile: string,
  keysFile: string,
): Promise<Keys> {
  const [pem, jwks] = await Promise.all([readFile(keyFile, 'utf8'), readFile(keysFile, 'utf8')]);
  return { service, privateKey: createPrivateKey(pem), publicKeys: createLocalJWKSet(JSON.parse(jwks)) };
}

export function createAssertions({ service, privateKey, publicKeys }: Keys, clock: Clock): Assertions {
  const sign = async (payload: JWTPayload, audience: string, seconds: number) => {
    const issuedAt = Math.floor(clock.millis() / 1000);
    const assertion = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'EdDSA', kid: service })
      .setIssuer(service)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(privateKey);
    return { assertion, expiresAt: (issuedAt + seconds) * 1000 };
  };
  const verify = rememberVerified(publicKeys, clock);
  const callers = new Map<string, { assertion: string; expiresAt: number }>();
  return {
    async caller(audience) {
      const kept = callers.get(audience);
      if (kept && kept.expiresAt - clock.millis() > (CALLER_SECONDS * 1000) / 2) return kept.assertion;
      const made = await sign({}, audience, CALLER_SECONDS);
      callers.set(audience, made);
      return made.assertion;
    },
    async verifyCaller(assertion, audience) {
      return (await verify(assertion, audience)).iss as ServiceName;
    },
    async actor(actor) {
      const made = await sign({ actor }, 'actor', ACTOR_SECONDS);
      return { assertion: made.assertion, expiresAt: new Date(made.expiresAt).toISOString() };
    },
    async verifyActor(assertion) {
      const payload = await verify(assertion, 'actor');
      const actor = Actor.safeParse(payload['actor']);
      if (payload.iss !== ACTOR_ISSUER || !actor.success)
        throw new Refusal('ACTOR_INVALID', 'the assertion of the actor is not one of identity');
      return actor.data;
    },
  };
}

/** Verifies each assertion once and remembers it until it ends: one service calls another many times a second. */
function rememberVerified(publicKeys: PublicKeys, clock: Clock) {
  const kept = new Map<string, JWTPayload>();
  return async (assertion: string, audience: string): Promise<JWTPayload> => {
    const known = kept.get(assertion);
    if (known && known.aud === audience && known.exp! * 1000 > clock.millis()) return known;
    const payload = await verifyOnce(assertion, audience, publicKeys, clock);
    if (kept.size >= 10_000) kept.clear();
    kept.set(assertion, payload);
    return payload;
  };
}

async function verifyOnce(assertion: string, audience: string, publicKeys: PublicKeys, clock: Clock) {
  try {
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKeys, {
      algorithms: ['EdDSA'],
      audience,
      requiredClaims: ['iss', 'exp'],
      clockTolerance: 5,
      currentDate: new Date(clock.millis()),
    });
    if (payload.iss !== protectedHeader.kid)
      throw new Refusal('ACTOR_INVALID', 'the assertion names another issuer than its key');
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError)
      throw new Refusal(
        'ACTOR_INVALID',
        `the assertion is not accepted: ${error.code}`,
        {},
        { cause: error },
      );
    throw error;
  }
}
