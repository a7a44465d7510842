import { type Authority, openAuthority, openResponder } from './authorities.ts';
import { type Behaviours, createBehaviours } from './behaviour.ts';
import type { Identity } from './certificate.ts';
import type { Clock } from './clock.ts';
import { type Crls, createCrls } from './crl.ts';
import { defaultAlgorithm, issue, type Order } from './issue.ts';
import { type KeyKind, keyKinds } from './keys.ts';
import { answerOcsp, type OcspIssuer } from './ocsp.ts';
import { realTestIssuer } from './real-test-issuer.ts';
import { type Issued, openRegistry, REASON, type Reason, type Registry } from './registry.ts';
import { answerTimestamp } from './tsp.ts';
import { directoryVault, emptyVault } from './vault.ts';

export interface SandboxOptions {
  readonly clock: Clock;
  /** Where keys and the register stay; without it nothing is kept. */
  readonly directory?: string;
  /** Address under which certificates name the sandbox's services. */
  readonly baseUrl?: string;
  /** RSA keys of authorities; НУЦ РК: 4096, which takes seconds to make. */
  readonly rsaAuthorityBits?: 2048 | 4096;
}

/** A НУЦ РК for development and tests: authorities of three algorithms, and what they say when asked. */
export interface Sandbox {
  readonly clock: Clock;
  readonly authorities: readonly Authority[];
  /** Responder that answers for the real test issuer. */
  readonly realTestResponder: Identity;
  readonly registry: Registry;
  readonly behaviours: Behaviours;
  readonly crls: Crls;
  authority(kind: KeyKind): Authority;
  issue(order: Order): Identity;
  /** Error: a serial number that no authority has issued. */
  revoke(serialNumber: string, reason: Reason, at?: Date): Issued;
  /** Ends a hold (or any revocation: it is a sandbox). */
  release(serialNumber: string): Issued;
  /** DER OCSPRequest to DER OCSPResponse. */
  ocsp(request: Uint8Array): Uint8Array;
  /** DER TimeStampReq to DER TimeStampResp. */
  tsp(request: Uint8Array): Uint8Array;
}

export function createSandbox({
  clock,
  directory,
  baseUrl = 'http://127.0.0.1',
  rsaAuthorityBits = 4096,
}: SandboxOptions): Sandbox {
  const vault = directory ? directoryVault(directory) : emptyVault();
  const registry = openRegistry(vault);
  const options = { vault, registry, clock, baseUrl, rsaAuthorityBits };
  const authorities = keyKinds.map((kind) => openAuthority(kind, options));
  const authority = (kind: KeyKind) => authorities.find((one) => one.kind === kind)!;
  const realTestResponder = openResponder('ocsp_real_test', authority('gost2015').nca, options);
  const issuers = [
    ...authorities.map((one) => sandboxIssuer(one, registry)),
    realTestIssuer(realTestResponder),
  ];
  const behaviours = createBehaviours();
  const crls = createCrls(registry, clock);
  const now = () => new Date(clock.millis());
  const known = (serialNumber: string): Issued => {
    const issued = registry.findAnywhere(serialNumber.toLowerCase());
    if (!issued) throw new Error(`serial number ${serialNumber}: no authority of the sandbox has issued it`);
    return issued;
  };
  return {
    clock,
    authorities,
    realTestResponder,
    registry,
    behaviours,
    crls,
    authority,
    issue: (order) =>
      issue(
        order,
        authority(order.key?.kind ?? order.algorithm ?? defaultAlgorithm(order.profile)),
        registry,
        clock,
      ),
    revoke: (serialNumber, reason, at = now()) =>
      registry.setRevocation(known(serialNumber), { reason, at: wholeSecond(at) }),
    release(serialNumber) {
      const released = registry.setRevocation(known(serialNumber), undefined);
      crls.publish();
      return released;
    },
    ocsp: (request) => answerOcsp(request, issuers, now(), behaviours.of('ocsp')),
    tsp: (request) => answerTimestamp(request, authorities, now(), behaviours.of('tsp')),
  };
}

const wholeSecond = (time: Date) => new Date(Math.floor(time.getTime() / 1000) * 1000);

function sandboxIssuer({ kind, nca, ocsp }: Authority, registry: Registry): OcspIssuer {
  return {
    certificate: nca.certificate,
    responder: ocsp,
    statusOf(serialNumber, now) {
      const issued = registry.find(kind, serialNumber);
      if (!issued) return undefined;
      const { revocation } = issued;
      if (!revocation || revocation.at > now) return { kind: 'good' };
      const reason = revocation.reason === 'unspecified' ? undefined : REASON[revocation.reason];
      return { kind: 'revoked', at: revocation.at, reason };
    },
  };
}
