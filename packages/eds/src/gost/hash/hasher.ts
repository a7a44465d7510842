/** A hash in progress: bytes go in as they come, in any portions, in constant memory. */
export type Hasher = {
  /** Takes the next bytes; they may be reused by the caller afterwards. */
  update(bytes: Uint8Array): Hasher;
  /** The digest of everything taken. A hasher gives it once. */
  digest(): Uint8Array;
};

/** What a block hash does with the stream that `blockHasher` cuts for it. */
export type BlockHash = {
  /** Block length in bytes. */
  readonly blockLength: number;
  /** Takes one or more whole blocks. */
  compress(blocks: Uint8Array): void;
  /** Takes what is left, shorter than one block and perhaps empty, and gives the digest. */
  finish(rest: Uint8Array): Uint8Array;
};

/** Turns a block hash into a hasher: keeps back at most one partial block. */
export function blockHasher({ blockLength, compress, finish }: BlockHash): Hasher {
  const pending = new Uint8Array(blockLength);
  let pendingLength = 0;
  let finished = false;

  /** Completes the partial block, if `bytes` reach that far; answers how many bytes it used. */
  const fillPending = (bytes: Uint8Array): number => {
    if (pendingLength === 0) return 0;
    const taken = bytes.subarray(0, blockLength - pendingLength);
    pending.set(taken, pendingLength);
    pendingLength += taken.length;
    if (pendingLength === blockLength) {
      compress(pending);
      pendingLength = 0;
    }
    return taken.length;
  };

  const hasher: Hasher = {
    update(bytes) {
      if (finished) throw new Error('the digest was already taken from this hasher; create another one');
      const rest = bytes.subarray(fillPending(bytes));
      const whole = rest.length - (rest.length % blockLength);
      if (whole > 0) compress(rest.subarray(0, whole));
      if (whole < rest.length) {
        pending.set(rest.subarray(whole));
        pendingLength = rest.length - whole;
      }
      return hasher;
    },
    digest() {
      if (finished) throw new Error('the digest was already taken from this hasher; create another one');
      finished = true;
      return finish(pending.subarray(0, pendingLength));
    },
  };
  return hasher;
}
