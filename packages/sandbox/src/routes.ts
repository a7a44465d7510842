import type { ServiceName } from './behaviour.ts';
import type { Sandbox } from './sandbox.ts';

/** One service or file of the sandbox. */
export interface Route {
  readonly service?: ServiceName;
  readonly type: string;
  answer(body: Uint8Array): Uint8Array;
}

const FILE = /^GET \/(cert|crl)\/(root|nca_d|nca)_(gost2015|gost2004|rsa)\.(cer|crl)$/;

/** What is served at `METHOD /path`; undefined where nothing is. */
export function routeTo(sandbox: Sandbox, route: string): Route | undefined {
  if (route === 'POST /ocsp')
    return { service: 'ocsp', type: 'application/ocsp-response', answer: sandbox.ocsp };
  if (route === 'POST /tsp')
    return { service: 'tsp', type: 'application/timestamp-reply', answer: sandbox.tsp };
  const [, folder, of, kind] = FILE.exec(route) ?? [];
  const authority = sandbox.authorities.find((one) => one.kind === kind);
  if (!authority) return undefined;
  const { crls, behaviours } = sandbox;
  if (folder === 'cert' && of !== 'nca_d') {
    const { certificate } = of === 'root' ? authority.root : authority.nca;
    return { type: 'application/pkix-cert', answer: () => certificate };
  }
  const crl = { service: 'crl', type: 'application/pkix-crl' } as const;
  if (of === 'root') return { ...crl, answer: () => crls.root(authority) };
  if (of === 'nca') return { ...crl, answer: () => crls.base(authority, behaviours.of('crl')) };
  return { ...crl, answer: () => crls.delta(authority, behaviours.of('crl')) };
}
