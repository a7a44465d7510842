import { instantiate } from '../../wasm/module.ts';
import { type BlockExports, blockModule } from './block-module.ts';
import { emitGost34311Module, gost34311Layout } from './gost34311-module.ts';
import { blockHasher, type Hasher } from './hasher.ts';

type Gost34311Exports = BlockExports & { finish(): void };

const start = () => {
  const exports = instantiate<Gost34311Exports>(emitGost34311Module());
  return { exports, module: blockModule(exports, gost34311Layout) };
};
let running: ReturnType<typeof start> | undefined;

/** ГОСТ 34.311-95 with the substitution of НУЦ РК and a zero starting vector; 32 bytes, least significant first. */
export function createGost34311(): Hasher {
  running ??= start();
  const { exports, module } = running;
  const state = new Uint8Array(gost34311Layout.stateLength);
  let length = 0;
  const compress = (blocks: Uint8Array): void => module.withState(state, () => module.compress(blocks));
  return blockHasher({
    blockLength: gost34311Layout.block,
    compress(blocks) {
      length += blocks.length;
      compress(blocks);
    },
    finish(rest) {
      if (rest.length > 0) {
        const padded = new Uint8Array(gost34311Layout.block);
        padded.set(rest);
        compress(padded);
      }
      module.withState(state, () => {
        module.putBlock(lengthBlock(length + rest.length));
        exports.finish();
      });
      return state.slice(0, 32);
    },
  });
}

/** The length in bits as a number of 256 bits. */
function lengthBlock(byteLength: number): Uint8Array {
  const block = new Uint8Array(gost34311Layout.block);
  new DataView(block.buffer).setBigUint64(0, 8n * BigInt(byteLength), true);
  return block;
}
