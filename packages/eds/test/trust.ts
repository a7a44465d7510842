import { createHash } from 'node:crypto';
import { unarmor } from '../src/der/pem.ts';
import { createTrustList, type TrustedFor, type TrustListEntry } from '../src/trust/trust-list.ts';
import { vector, vectorsIn } from './samples.ts';

/** Entries for all certificates in a folder below `vectors/`, pinned as they are. */
export const entriesOf = (folder: string, trustedFor: readonly TrustedFor[]): TrustListEntry[] =>
  vectorsIn(folder).map((path) => {
    const certificate = unarmor(vector(path));
    return { certificate, sha256: createHash('sha256').update(certificate).digest('hex'), trustedFor };
  });

/** What `vectors/cms/expected.json` is judged under: production and test authorities for signers and for TSAs. */
export const everyAuthority = createTrustList('development', 'tests', [
  ...entriesOf('ca/prod', ['signers', 'timestamps']),
  ...entriesOf('ca/test', ['signers', 'timestamps']),
]);
