import { parseCertificate } from '@edo/eds';
import { hex } from '@edo/eds/structures';
import { z } from 'zod';
import { lies, services } from './behaviour.ts';
import { keyKinds } from './keys.ts';
import { writePkcs12 } from './pkcs12.ts';
import { profiles } from './profiles.ts';
import { REASON, type Reason } from './registry.ts';
import type { Sandbox } from './sandbox.ts';

/** Password of containers where none is chosen: the one of НУЦ РК's public test keys. */
export const TEST_PASSWORD = 'Qwerty12';

const TwelveDigits = z.string().regex(/^\d{12}$/);
const Subject = z.strictObject({
  commonName: z.string().min(1),
  surname: z.string().exactOptional(),
  patronymic: z.string().exactOptional(),
  iin: TwelveDigits.exactOptional(),
  organization: z.string().exactOptional(),
  bin: TwelveDigits.exactOptional(),
  locality: z.string().exactOptional(),
  state: z.string().exactOptional(),
  email: z.email().exactOptional(),
});
const IssueOrder = z.strictObject({
  profile: z.enum(profiles),
  subject: Subject,
  algorithm: z.enum(keyKinds).exactOptional(),
  edition: z.enum(['2018', '2022']).exactOptional(),
  notBefore: z.iso.datetime().exactOptional(),
  days: z.number().positive().max(3660).exactOptional(),
  password: z.string().min(1).default(TEST_PASSWORD),
});
const SerialNumber = z.string().regex(/^[0-9a-fA-F]+$/);
const Revoke = z.strictObject({
  serialNumber: SerialNumber,
  reason: z.enum(Object.keys(REASON) as [Reason, ...Reason[]]).default('unspecified'),
  at: z.iso.datetime().exactOptional(),
});
const Behave = z.strictObject({
  service: z.enum(services),
  slowMillis: z.number().min(0).max(600_000).exactOptional(),
  down: z.enum(['503', 'drop']).nullable().exactOptional(),
  lie: z.enum(lies).nullable().exactOptional(),
});
const Nothing = z.strictObject({});

interface Command<S extends z.ZodType> {
  readonly params: S;
  run(sandbox: Sandbox, params: z.infer<S>): unknown;
}
const command = <S extends z.ZodType>(
  params: S,
  run: (sandbox: Sandbox, params: z.infer<S>) => unknown,
): Command<S> => ({ params, run });

/** What `POST /control/<name>` does; bodies and answers are JSON, times RFC 3339, binaries base64. */
export const controlCommands: Readonly<Record<string, Command<z.ZodType>>> = {
  /** A new key and certificate: `{ serialNumber, fingerprint, certificate, p12, password }`. */
  issue: command(IssueOrder, (sandbox, { password, notBefore, ...order }) => {
    const identity = sandbox.issue({
      ...order,
      ...(notBefore ? { notBefore: new Date(notBefore) } : {}),
    });
    const { serialNumber, fingerprint } = parseCertificate(identity.certificate);
    return {
      serialNumber: hex(serialNumber),
      fingerprint,
      certificate: base64(identity.certificate),
      p12: base64(writePkcs12(identity, password)),
      password,
    };
  }),
  revoke: command(Revoke, (sandbox, { serialNumber, reason, at }) =>
    sandbox.revoke(serialNumber, reason, at ? new Date(at) : undefined),
  ),
  release: command(z.strictObject({ serialNumber: SerialNumber }), (sandbox, { serialNumber }) =>
    sandbox.release(serialNumber),
  ),
  /** Makes a service slow, down or lying from now on; `null` ends it. */
  behaviour: command(Behave, (sandbox, { service, ...change }) => sandbox.behaviours.set(service, change)),
  /** All services are honest, quick and up again. */
  reset: command(Nothing, (sandbox) => {
    sandbox.behaviours.reset();
    return status(sandbox);
  }),
  /** Base CRLs name from now on what is revoked now. */
  'publish-crl': command(Nothing, (sandbox) => {
    sandbox.crls.publish();
    return {};
  }),
};

/** `GET /control/status`. */
export function status(sandbox: Sandbox) {
  return {
    now: new Date(sandbox.clock.millis()).toISOString(),
    behaviours: Object.fromEntries(services.map((service) => [service, sandbox.behaviours.of(service)])),
    issued: sandbox.registry.all().length,
    revoked: sandbox.registry.all().filter(({ revocation }) => revocation).length,
    authorities: sandbox.authorities.map(({ kind, nca, urls, timestampPolicy }) => ({
      kind,
      fingerprint: parseCertificate(nca.certificate).fingerprint,
      timestampPolicy,
      urls,
    })),
  };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
