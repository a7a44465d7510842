// Run by lifecycle.slow.test.ts as a process of its own: starts two servers, prints their pids, stays up.
import { startMongo, startNats } from '../src/index.ts';

const folder = process.argv[2]!;
const nats = await startNats({ dataDir: `${folder}/nats` });
const mongo = await startMongo({ dataDir: `${folder}/mongo` });
process.stdout.write(JSON.stringify([nats.pid, mongo.pid]));
setInterval(() => {}, 1000);
