import { readFileSync } from 'node:fs';
import { parseCertificate, pkcs12Signer, type Signer } from '@edo/eds';

/** A key container and its certificate, both base64. */
export interface SigningKey {
  readonly certificate: string;
  readonly p12: string;
  readonly password: string;
}

/** A key that the sandbox НУЦ РК makes. */
export interface Order {
  readonly profile: 'person' | 'head' | 'information-system';
  readonly algorithm: 'rsa' | 'gost2015';
  readonly subject: Readonly<Record<string, string>>;
}

/** A PKCS#12 file that there is already. */
export interface Container {
  readonly file: URL;
  readonly password: string;
}

export const obtainKey = async (source: Order | Container, sandboxUrl: string): Promise<SigningKey> =>
  'file' in source ? openContainer(source) : command<SigningKey>(sandboxUrl, 'issue', source);

/** Has the sandbox НУЦ РК suspend the certificate. */
export function putOnHold({ certificate }: SigningKey, sandboxUrl: string): Promise<unknown> {
  const { serialNumber } = parseCertificate(Buffer.from(certificate, 'base64'));
  const order = { serialNumber: Buffer.from(serialNumber).toString('hex'), reason: 'certificateHold' };
  return command(sandboxUrl, 'revoke', order);
}

export const signerOf = ({ p12, password }: Pick<SigningKey, 'p12' | 'password'>): Signer =>
  pkcs12Signer(Buffer.from(p12, 'base64'), password);

function openContainer({ file, password }: Container): SigningKey {
  const p12 = readFileSync(file).toString('base64');
  const { certificate } = signerOf({ p12, password });
  return { p12, password, certificate: Buffer.from(certificate).toString('base64') };
}

async function command<T>(sandboxUrl: string, name: string, body: unknown): Promise<T> {
  const response = await fetch(`${sandboxUrl}/control/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`the sandbox НУЦ РК did not obey (${name}): ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
