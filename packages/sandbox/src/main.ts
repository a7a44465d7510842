import { join } from 'node:path';
import { z } from 'zod';
import { startSandbox } from './server.ts';
import { writeTrustList } from './trust-list.ts';

const Config = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Keys, register and `trust/trust-list.json`. */
  DATA_DIR: z.string().min(1),
  /** Address under which others reach the sandbox, where it is not HOST and PORT. */
  PUBLIC_URL: z.url().optional(),
  EDO_CLOCK_OFFSET_MS: z.coerce.number().int().default(0),
});

const config = Config.safeParse(process.env);
if (!config.success) {
  console.error(`cannot start, wrong configuration:\n${z.prettifyError(config.error)}`);
  process.exit(78);
}
const { HOST, PORT, DATA_DIR, PUBLIC_URL, EDO_CLOCK_OFFSET_MS } = config.data;
const running = await startSandbox({
  host: HOST,
  port: PORT,
  directory: join(DATA_DIR, 'nca'),
  clock: { millis: () => Date.now() + EDO_CLOCK_OFFSET_MS },
  ...(PUBLIC_URL ? { publicUrl: PUBLIC_URL } : {}),
});
const trustList = writeTrustList(running.sandbox, join(DATA_DIR, 'trust'));
console.log(JSON.stringify({ msg: 'ready', ...running.urls, trustList }));
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void running.stop().then(() => process.exit(0)));
