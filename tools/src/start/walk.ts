import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Clock } from '@edo/kit';
import type { Cast } from '../road/cast.ts';
import { takeTheRoad } from '../road/road.ts';
import { firstLoginFile, operator } from './operator.ts';
import type { RunningPlatform } from './platform.ts';
import { onThisMachine } from './ports.ts';
import { sandboxOf } from './process-table.ts';

type Start = RunningPlatform & { root: string; dataDir: string; clock: Clock; cast: Cast };

/** Carries the road's documents through the platform just started, and says where everything is. */
export async function walk(
  { root, dataDir, ports, keys, clock, cast }: Start,
  say: (line: string) => void,
): Promise<void> {
  const { url, trustList } = sandboxOf({ dataDir, ports, hostOf: onThisMachine });
  const http = (port: number) => `http://127.0.0.1:${port}`;
  const verifier = await buildVerifier(root);
  const { bundles } = await takeTheRoad(
    {
      gatewayUrl: http(ports.gateway),
      mailUrl: http(ports.mail),
      smsUrl: http(ports.sms),
      sandboxUrl: url,
      operatorFile: firstLoginFile(keys),
      trust: { folder: dirname(trustList), operatorBin: operator.bin },
      verifier,
      folder: join(dataDir, 'road'),
      cast,
      now: () => new Date(clock.millis()),
    },
    say,
  );
  say(`API    ${http(ports.gateway)} (its description: /openapi.json, its pages: /docs)`);
  say(`Mails  ${http(ports.mail)}   SMS  ${http(ports.sms)}`);
  for (const bundle of bundles) say(`Proof  ${bundle}`);
}

/** The offline verifier as one JavaScript file, built anew: it takes less than a second. */
async function buildVerifier(root: string): Promise<string> {
  await promisify(execFile)('npm', ['run', '--silent', 'build', '-w', '@edo/verifier'], { cwd: root });
  return join(root, 'packages/verifier/dist/edo-verify.mjs');
}
