// npm test: types, lint, arrows, generated files, every test, then the roads of npm start. The last line is `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { walkRoads } from './roads.ts';
import { runStep } from './run.ts';
import { type Step, steps } from './steps.ts';
import { type JestReport, tallyOf } from './tally.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const summary: string[] = [];
const total = { passed: 0, failed: 0 };
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    interrupted = true;
  });

for (const step of steps) {
  await timed(step.name, async () =>
    (await runStep(step, root)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
  );
}
await timed('tests', runTests);
await walkRoads(root, (name, walk) =>
  timed(name, async () => ((await walk()) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })),
);

console.log(`\n${summary.join('\n')}\n${total.passed} passed, ${total.failed} failed`);
process.exit(interrupted ? 130 : total.failed > 0 ? 1 : 0);

async function timed(name: string, run: () => Promise<typeof total>): Promise<void> {
  if (interrupted) return;
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { passed, failed } = await run();
  total.passed += passed;
  total.failed += failed;
  summary.push(
    `${failed === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`,
  );
}

/** All tests by jest, two files at a time: service tests wait more than they compute. */
async function runTests(): Promise<typeof total> {
  const folder = mkdtempSync(join(tmpdir(), 'edo-check-'));
  const report = join(folder, 'report.json');
  const jest: Step = {
    name: 'tests',
    command: 'jest',
    args: ['--json', `--outputFile=${report}`, '--maxWorkers=2'],
  };
  try {
    await runStep(jest, root, {
      NODE_OPTIONS: '--experimental-vm-modules --no-warnings=ExperimentalWarning',
    });
    return tallyOf(read(report));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(report: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return undefined; // jest ended before it could write one
  }
}
