import { instantiate } from '../../wasm/module.ts';
import { type BlockExports, blockModule } from './block-module.ts';
import { blockHasher, type Hasher } from './hasher.ts';
import { emitStreebogModule, streebogLayout } from './streebog-module.ts';

type StreebogExports = BlockExports & { finish(bits: number): void };

const start = () => {
  const exports = instantiate<StreebogExports>(emitStreebogModule());
  return { exports, module: blockModule(exports, streebogLayout) };
};
let running: ReturnType<typeof start> | undefined;

/**
 * Streebog, ГОСТ Р 34.11-2012 (RFC 6986), with a digest of 512 or 256 bits.
 * The digest comes as the standard's number, least significant byte first, as НУЦ РК and gost-engine write it.
 */
export function createStreebog(bits: 256 | 512): Hasher {
  running ??= start();
  const { exports, module } = running;
  const state = new Uint8Array(streebogLayout.stateLength);
  const h = state.subarray(0, 64).fill(bits === 512 ? 0 : 1);
  return blockHasher({
    blockLength: streebogLayout.block,
    compress: (blocks) => module.withState(state, () => module.compress(blocks)),
    finish(rest) {
      module.withState(state, () => {
        module.putBlock(rest);
        module.buffer[rest.length] = 1;
        exports.finish(8 * rest.length);
      });
      return h.slice(64 - bits / 8);
    },
  });
}
