import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  ed25519Signer,
  formatVerifierKey,
  type NoteSigner,
  openCheckpoint,
  signCheckpoint,
} from '@edo/journal';
import type { AppenderPorts } from './ports.ts';

/** The journal's Ed25519 key: signs checkpoints of `origin` and opens its own. */
export interface JournalKey extends Pick<AppenderPorts, 'sign' | 'open'> {
  readonly origin: string;
  /** The public key as C2SP vkey. */
  readonly vkey: string;
}

/** Reads the key (PKCS#8 PEM). @throws JournalError KEY_MALFORMED unless it is an Ed25519 private key. */
export async function readJournalKey(file: string, origin: string): Promise<JournalKey> {
  return journalKey(ed25519Signer(origin, 'ed25519', createPrivateKey(await readFile(file, 'utf8'))));
}

export function journalKey(signer: NoteSigner): JournalKey {
  const origin = signer.key.name;
  return {
    origin,
    vkey: formatVerifierKey(signer.key),
    async sign(size, root) {
      const note = await signCheckpoint({ origin, size, root }, signer);
      return { size, root, note: new TextDecoder().decode(note) };
    },
    open: (note) => openCheckpoint(new TextEncoder().encode(note), signer.key).checkpoint,
  };
}
