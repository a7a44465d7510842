import { pkcs12Signer, type Signer } from '@edo/eds';

/** What the sandbox НУЦ РК makes on order: a key container and its certificate. */
export interface Issued {
  readonly serialNumber: string;
  readonly fingerprint: string;
  readonly certificate: string;
  readonly p12: string;
  readonly password: string;
}

export interface Order {
  readonly profile: 'person' | 'head' | 'information-system';
  readonly algorithm: 'rsa' | 'gost2015';
  readonly subject: Readonly<Record<string, string>>;
}

export async function orderKey(sandboxUrl: string, order: Order): Promise<Issued> {
  const response = await fetch(`${sandboxUrl}/control/issue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  if (!response.ok)
    throw new Error(`the sandbox НУЦ РК did not issue a key: ${response.status} ${await response.text()}`);
  return (await response.json()) as Issued;
}

export const signerOf = ({ p12, password }: Pick<Issued, 'p12' | 'password'>): Signer =>
  pkcs12Signer(Buffer.from(p12, 'base64'), password);
