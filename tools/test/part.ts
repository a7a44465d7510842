// A stand-in for a process of the platform, for the tests of the supervisor alone: HEALTH_PORT, and how it behaves:
// BEHAVIOUR = 'dies' (says why, a moment after it was ready), 'never-ready', 'slow-to-stop' or anything else.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { HEALTH_PORT, BEHAVIOUR, NAME, JOURNAL } = process.env;
const ready = BEHAVIOUR !== 'never-ready';
createServer((_, response) =>
  response.writeHead(ready ? 200 : 503).end(ready ? 'ok' : 'database: no answer'),
).listen(Number(HEALTH_PORT), '127.0.0.1');
console.log(`${NAME} started`);
if (BEHAVIOUR === 'dies') {
  setTimeout(() => {
    console.log('the database is gone');
    process.exit(3);
  }, 500);
}
process.on('SIGTERM', () => {
  setTimeout(
    () => {
      appendFileSync(JOURNAL!, `${NAME}\n`);
      process.exit(0);
    },
    BEHAVIOUR === 'slow-to-stop' ? 500 : 0,
  );
});
