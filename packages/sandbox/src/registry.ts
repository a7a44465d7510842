import { parseCertificate } from '@edo/eds';
import { hex } from '@edo/eds/structures';
import type { KeyKind } from './keys.ts';
import type { Vault } from './vault.ts';

/** CRLReason (RFC 5280, 5.3.1). */
export const REASON = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const;
export type Reason = keyof typeof REASON;

export interface Revocation {
  readonly reason: Reason;
  readonly at: Date;
}

/** A certificate that an authority of the sandbox has issued, by its serial number in hexadecimal. */
export interface Issued {
  readonly authority: KeyKind;
  readonly serialNumber: string;
  /** Base64 of DER. */
  readonly certificate: string;
  readonly revocation?: Revocation;
}

/** Everything that the authorities have issued and revoked. */
export interface Registry {
  add(authority: KeyKind, certificate: Uint8Array): Issued;
  find(authority: KeyKind, serialNumber: string): Issued | undefined;
  /** By serial number alone; undefined where no authority knows it. */
  findAnywhere(serialNumber: string): Issued | undefined;
  /** Sets or, with undefined, takes away the revocation. */
  setRevocation(issued: Issued, revocation: Revocation | undefined): Issued;
  all(): readonly Issued[];
}

type Row = Omit<Issued, 'revocation'> & { readonly revocation?: { reason: Reason; at: string } };
const RECORD = 'issued';

export function openRegistry(vault: Vault): Registry {
  const rows = ((vault.record(RECORD) ?? []) as Row[]).map(fromRow);
  const issued = new Map(rows.map((row) => [`${row.authority}:${row.serialNumber}`, row]));
  const keep = (entry: Issued): Issued => {
    issued.set(`${entry.authority}:${entry.serialNumber}`, entry);
    vault.keepRecord(RECORD, [...issued.values()]);
    return entry;
  };
  return {
    add: (authority, certificate) =>
      keep({
        authority,
        serialNumber: hex(parseCertificate(certificate).serialNumber),
        certificate: Buffer.from(certificate).toString('base64'),
      }),
    find: (authority, serialNumber) => issued.get(`${authority}:${serialNumber}`),
    findAnywhere: (serialNumber) => [...issued.values()].find((entry) => entry.serialNumber === serialNumber),
    setRevocation: ({ authority, serialNumber, certificate }, revocation) =>
      keep({ authority, serialNumber, certificate, ...(revocation ? { revocation } : {}) }),
    all: () => [...issued.values()],
  };
}

function fromRow({ revocation, ...row }: Row): Issued {
  return revocation
    ? { ...row, revocation: { reason: revocation.reason, at: new Date(revocation.at) } }
    : row;
}
