import { readFile } from 'node:fs/promises';
import {
  type Certificate,
  describeCertificate,
  EdsError,
  parseCertificate,
  pkcs12Signer,
  type Signer,
  type TrustList,
  verifyChain,
} from '@edo/eds';
import { type Clock, ConfigError, type Log, readPrivateFile } from '@edo/kit';
import type { Config } from './config.ts';

/** The operator's own signing key, wherever it is kept. */
export interface OperatorKey {
  readonly signer: Signer;
  readonly certificate: Certificate;
  /** Who issued it: an anchor of the trust list. */
  readonly issuer: Certificate;
}

/** Opens the operator's key and checks that it can sign what others will accept, now. @throws ConfigError */
export async function openOperatorKey(
  config: Config,
  trust: TrustList,
  clock: Clock,
  log: Log,
): Promise<OperatorKey> {
  admitFile(config, log);
  const signer = await signerInFile(config);
  const certificate = parseCertificate(signer.certificate);
  const { purpose, notAfter } = describeCertificate(certificate);
  if (purpose !== 'signing')
    throw new ConfigError(`OPERATOR_KEY_FILE: its certificate is for ${purpose}, not for signing`);
  const chain = verifyChain(certificate, { anchors: trust.signers, at: new Date(clock.millis()) });
  if (!chain.valid)
    throw new ConfigError(
      `OPERATOR_KEY_FILE: its certificate is not valid by the trust list: ${chain.faults[0]?.message}`,
    );
  log.info({ fingerprint: certificate.fingerprint, notAfter }, 'the operator signs with a key in a file');
  return { signer, certificate, issuer: chain.path!.certificates[1] ?? chain.path!.anchor };
}

/** A key in a file can be copied, and ГОСТ signing in this process is not constant time: in production somebody must have decided so. */
function admitFile(config: Config, log: Log): void {
  if (config.EDO_ENVIRONMENT !== 'production') return;
  if (config.OPERATOR_KEY_IN_FILE_ACCEPTED !== 'yes')
    throw new ConfigError(
      'OPERATOR_KEY_FILE: production keeps the operator’s key in a token; OPERATOR_KEY_IN_FILE_ACCEPTED=yes accepts the risk of a file',
    );
  log.warn('the operator’s key lies in a file, by OPERATOR_KEY_IN_FILE_ACCEPTED=yes');
}

async function signerInFile({
  OPERATOR_KEY_FILE: file,
  OPERATOR_KEY_PASSWORD_FILE: passwordFile,
}: Config): Promise<Signer> {
  const password = (await readPrivateFile('OPERATOR_KEY_PASSWORD_FILE', passwordFile)).trim();
  await readPrivateFile('OPERATOR_KEY_FILE', file);
  try {
    return pkcs12Signer(await readFile(file), password);
  } catch (error) {
    if (error instanceof EdsError)
      throw new ConfigError(`OPERATOR_KEY_FILE: ${error.message}`, { cause: error });
    throw error;
  }
}
