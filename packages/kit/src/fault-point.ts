/** Places where a kill test ends the process as if the machine had lost power there. */
export const faultPoints = [
  'record.beforeCommit',
  'record.afterCommit',
  'relay.beforeAppend',
  'relay.afterAppend',
  'relay.afterClose',
  'journal.beforeCommit',
  'journal.beforeCompareAndSet',
  'journal.afterCompareAndSet',
  'journal.afterCommit',
  'journal.beforeCheckpoint',
  'journal.afterCheckpoint',
  'publisher.beforePublish',
  'publisher.afterPublish',
  'consumer.beforeCommit',
  'consumer.afterCommit',
  'consumer.afterAck',
] as const;
export type FaultPoint = (typeof faultPoints)[number];

/**
 * Kills this process with SIGKILL at the point that EDO_FAULT_POINT names, at its hit number EDO_FAULT_AFTER (default 1).
 * Without that variable it does nothing; outside of development and tests the variable stops the start.
 */
export const faultPoint: (point: FaultPoint) => void = armed(process.env);

function armed(env: NodeJS.ProcessEnv): (point: FaultPoint) => void {
  const { EDO_FAULT_POINT: chosen, EDO_FAULT_AFTER: after = '1' } = env;
  if (chosen === undefined || chosen === '') return () => {};
  if (!isForTests(env))
    throw new Error(
      'EDO_FAULT_POINT kills this process on purpose: unset it in production (it needs EDO_ENVIRONMENT=development)',
    );
  if (!faultPoints.some((point) => point === chosen))
    throw new Error(`EDO_FAULT_POINT=${chosen}: no such point; there are ${faultPoints.join(', ')}`);
  if (!/^[1-9]\d*$/.test(after))
    throw new Error(`EDO_FAULT_AFTER=${after}: expected the number of a hit, 1 or more`);
  let left = Number(after);
  return (point) => {
    if (point !== chosen) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}

/** A service without EDO_ENVIRONMENT is in production; only a test run says otherwise by NODE_ENV. */
function isForTests({ NODE_ENV, EDO_ENVIRONMENT }: NodeJS.ProcessEnv): boolean {
  if (NODE_ENV === 'production') return false;
  return EDO_ENVIRONMENT === 'development' || (EDO_ENVIRONMENT === undefined && NODE_ENV === 'test');
}
