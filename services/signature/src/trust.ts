import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Result, signature } from '@edo/contracts';
import { type Certificate, EdsError, loadTrustList, type TrustList } from '@edo/eds';
import { ConfigError } from '@edo/kit';
import { nameText } from './domain/certificate.ts';

type Settings = {
  readonly EDO_ENVIRONMENT: 'production' | 'development';
  readonly TRUST_LIST: string;
  readonly TRUST_LIST_SHA256?: string | undefined;
};

/** The trust list in force and the SHA-256 of its file, which names every certificate by SHA-256 in turn. */
export interface Trust {
  readonly list: TrustList;
  readonly sha256: string;
}

/** Reads the trust list; a list that is not the pinned one, or trusts a test authority in production, stops the start. @throws ConfigError */
export async function readTrust(settings: Settings): Promise<Trust> {
  const { EDO_ENVIRONMENT: environment, TRUST_LIST: file, TRUST_LIST_SHA256: pin } = settings;
  if (basename(file) !== 'trust-list.json')
    throw new ConfigError('TRUST_LIST: expected the path of a trust-list.json');
  const bytes = await readFile(file).catch((cause) => {
    throw new ConfigError(`TRUST_LIST: ${file} cannot be read`, { cause });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (environment === 'production' && pin === undefined)
    throw new ConfigError(
      'TRUST_LIST_SHA256: production pins its trust list; set the SHA-256 of the list you decided upon',
    );
  if (pin !== undefined && pin !== sha256)
    throw new ConfigError(`TRUST_LIST: ${file} has SHA-256 ${sha256}, TRUST_LIST_SHA256 pins ${pin}`);
  try {
    return { list: loadTrustList(dirname(file), environment), sha256 };
  } catch (error) {
    if (error instanceof EdsError) throw new ConfigError(`TRUST_LIST: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The list as the contract tells it: each certificate once, with everything it is trusted for. */
export function describeTrust({ list, sha256 }: Trust): Result<typeof signature.actions.trustList> {
  const uses: readonly (readonly [string, readonly Certificate[]])[] = [
    ['signers', list.signers],
    ['timestamps', list.timestampAuthorities],
    ['ocsp', list.ocspResponders],
  ];
  const all = new Map(uses.flatMap(([, certificates]) => certificates.map((one) => [one.fingerprint, one])));
  const anchors = [...all.values()].map((certificate) => ({
    sha256: certificate.fingerprint,
    subject: nameText(certificate.subject),
    uses: uses.flatMap(([use, certificates]) =>
      certificates.some(({ fingerprint }) => fingerprint === certificate.fingerprint) ? [use] : [],
    ),
    certificate: Buffer.from(certificate.encoded).toString('base64'),
  }));
  return { sha256, environment: list.environment, anchors };
}
