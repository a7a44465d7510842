import { join } from 'node:path';
import { takeTheRoad } from '../road/road.ts';
import { operator } from './operator.ts';
import type { RunningPlatform } from './platform.ts';
import { onThisMachine } from './ports.ts';
import { sandboxOf } from './process-table.ts';

type Start = RunningPlatform & { root: string; dataDir: string };

/** Carries the road's documents through the platform just started, and says where everything is. */
export async function walk(
  { root, dataDir, ports, keys }: Start,
  say: (line: string) => void,
): Promise<void> {
  const { url, trustList } = sandboxOf({ dataDir, ports, hostOf: onThisMachine });
  const http = (port: number) => `http://127.0.0.1:${port}`;
  const { bundles } = await takeTheRoad(
    {
      gatewayUrl: http(ports.gateway),
      mailUrl: http(ports.mail),
      smsUrl: http(ports.sms),
      sandboxUrl: url,
      operatorFile: keys.json('first-operator', () => operator.firstLogin(keys.password('operator'))),
      trustList,
      verifier: join(root, 'packages/verifier/dist/edo-verify.mjs'),
      folder: join(dataDir, 'road'),
      now: () => new Date(),
    },
    say,
  );
  say(`API    ${http(ports.gateway)} (its description: /openapi.json, its pages: /docs)`);
  say(`Mails  ${http(ports.mail)}   SMS  ${http(ports.sms)}`);
  for (const bundle of bundles) say(`Proof  ${bundle}`);
}
