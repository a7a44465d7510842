/** Where a hash module keeps its state and takes its blocks from, in bytes. */
export type BlockModuleLayout = {
  readonly state: number;
  readonly stateLength: number;
  /** Length of a block. */
  readonly block: number;
  readonly buffer: number;
  readonly bufferLength: number;
};

/** A running hash module: one of them serves all hashes in progress, each of which brings its own state. */
export type BlockModule = {
  /** Runs `work` on this state: puts it into the module before, and takes it back afterwards. */
  withState(state: Uint8Array, work: () => void): void;
  /** Compresses whole blocks. */
  compress(blocks: Uint8Array): void;
  /** Puts a last block into the buffer, filled up with zeros. */
  putBlock(bytes: Uint8Array): void;
  /** Bytes of the buffer, as they lie in the memory of the module. */
  readonly buffer: Uint8Array;
};

/** What every hash module exports. */
export type BlockExports = { readonly memory: WebAssembly.Memory; compress(count: number): void };

/** Access to a running hash module. */
export function blockModule(exports: BlockExports, layout: BlockModuleLayout): BlockModule {
  const memory = new Uint8Array(exports.memory.buffer);
  const state = memory.subarray(layout.state, layout.state + layout.stateLength);
  const buffer = memory.subarray(layout.buffer, layout.buffer + layout.bufferLength);
  return {
    buffer,
    withState(own, work) {
      state.set(own);
      work();
      own.set(state);
    },
    compress(blocks) {
      for (let offset = 0; offset < blocks.length; offset += buffer.length) {
        const portion = blocks.subarray(offset, offset + buffer.length);
        buffer.set(portion);
        exports.compress(portion.length / layout.block);
      }
    },
    putBlock(bytes) {
      buffer.fill(0, 0, layout.block).set(bytes);
    },
  };
}
