// The container `road`: carries the road's documents through the platform and says where everything is. It shares the
// sandbox's network, because the sandbox issues keys to its own machine alone.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sandboxCast } from '../road/cast.ts';
import { takeTheRoad } from '../road/road.ts';
import { operator } from '../start/operator.ts';
import { folders, ports, urlOf } from './containers.ts';

/** Where people reach the platform; docker-compose.yml says which ports it publishes. */
const { SHOWN_GATEWAY, SHOWN_MAILS, SHOWN_SMS } = process.env;

try {
  const { bundles } = await takeTheRoad(
    {
      gatewayUrl: urlOf('gateway'),
      mailUrl: urlOf('mail'),
      smsUrl: urlOf('sms'),
      sandboxUrl: `http://127.0.0.1:${ports.sandbox}`,
      operatorFile: join(folders.given, 'first-operator.json'),
      trust: { folder: join(folders.given, 'trust'), operatorBin: operator.bin },
      verifier: fileURLToPath(new URL('../../../packages/verifier/dist/edo-verify.mjs', import.meta.url)),
      folder: join(folders.data, 'road'),
      cast: sandboxCast(),
      now: () => new Date(),
    },
    (line) => console.log(line),
  );
  console.log(`API    ${SHOWN_GATEWAY} (its description: /openapi.json, its pages: /docs)`);
  console.log(`Mails  ${SHOWN_MAILS}   SMS  ${SHOWN_SMS}`);
  for (const bundle of bundles) console.log(`Proof  docker compose cp road:${bundle} .`);
} catch (error) {
  console.error(error);
  process.exit(1);
}
