import { z } from 'zod';
import { contract, fact } from './contract.ts';
import { Base64, Id, Instant, ObjectRef, Sha256 } from './vocabulary.ts';

/** Digest algorithm by its OID, e.g. `1.2.398.3.10.1.3.3` (Streebog-512). */
const DigestOid = z.string().regex(/^\d+(\.\d+)+$/);
/** Who keeps an object and why: a client that uses the platform, or the platform itself (evidence). */
const Holder = z.strictObject({ holder: z.string().min(1).max(80), until: Instant.optional() });

/** Stored objects: content streams over HTTP (`PUT /objects`, `GET /objects/:id`), never over the bus. Owned by `archive`. */
export const objects = contract('objects', {
  describe: {
    summary: 'Size, digest and holders of a stored object',
    access: 'services',
    params: z.strictObject({ objectId: Id }),
    result: ObjectRef.extend({ storedAt: Instant, holders: z.array(Holder), onHold: z.boolean() }),
  },
  digest: {
    summary: 'Digest of a stored object by any algorithm a signature may name',
    access: 'services',
    params: z.strictObject({ objectId: Id, algorithm: DigestOid }),
    result: z.strictObject({ digest: Base64 }),
  },
  keep: {
    summary:
      'Name holders of objects; an object lives while anyone holds it (5.3.11); repeated it does nothing',
    access: 'services',
    params: z.strictObject({
      objectIds: z.array(Id).min(1).max(80),
      holders: z.array(z.string().min(1).max(80)).min(1).max(10),
      until: Instant.optional(),
    }),
    result: z.strictObject({}),
  },
  hold: {
    summary: 'Forbid the destruction of objects while a dispute stands; idempotent by its reference',
    access: 'services',
    params: z.strictObject({
      objectIds: z.array(Id).min(1).max(500),
      reference: z.string().min(1).max(80),
      reason: z.string().min(1).max(300),
    }),
    result: z.strictObject({ holdId: Id, objects: z.int().positive() }),
  },
});

export const objectFacts = {
  holdSet: fact(
    'hold',
    'set',
    1,
    z.strictObject({ holdId: Id, reference: z.string(), objectIds: z.array(Id) }),
  ),
  /** One act of keeping: these objects are held by these holders from now on. */
  keepingBegun: fact(
    'keeping',
    'begun',
    1,
    z.strictObject({
      keepingId: Id,
      objects: z.array(z.strictObject({ objectId: Id, sha256: Sha256 })),
      holders: z.array(z.string()),
    }),
  ),
};
