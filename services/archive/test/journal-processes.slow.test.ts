import { setTimeout as sleep } from 'node:timers/promises';
import { journal } from '@edo/contracts';
import { FACTS_STREAM } from '@edo/kit';
import type { RunningProcess } from '@edo/servers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { mustHoldAll, newFact, startLoad } from './journal-load.fixture.ts';
import { type Neighbour, startPlatform, type TestPlatform } from './platform.fixture.ts';

let platform: TestPlatform;
let documents: Neighbour;
beforeAll(async () => {
  platform = await startPlatform();
  documents = await platform.neighbour('documents');
});
afterAll(() => platform.stop());

async function leaderOf(copies: readonly RunningProcess[]): Promise<RunningProcess> {
  for (;;) {
    for (const copy of copies) {
      const turns = (await copy.output()).match(/(no longer )?leads the journal/g) ?? [];
      if (turns.at(-1) === 'leads the journal' && copy.exit() === undefined) return copy;
    }
    await sleep(50);
  }
}

/** Waits until the stream has every entry of the journal, each in its place. */
async function untilPublished(size: number): Promise<void> {
  const nats = await connect({ servers: platform.natsUrl });
  const { streams } = await jetstreamManager(nats);
  for (;;) {
    const state = await streams.info(FACTS_STREAM).then(
      (info) => info.state,
      () => null,
    );
    if (state?.last_seq === size) break;
    expect(state?.last_seq ?? 0).toBeLessThanOrEqual(size);
    await sleep(100);
  }
  await nats.close();
}

describe('journal as processes', () => {
  it('goes on with the standby when the leader is killed, and loses nothing that was acknowledged', async () => {
    const copies = [await platform.start('journal', 'one'), await platform.start('journal', 'two')];
    const load = startLoad(documents);
    await load.progress(100);
    const leader = await leaderOf(copies);
    leader.kill('SIGKILL');
    await leader.exited;
    await load.progress(100);
    await load.end();
    const size = await mustHoldAll(documents, load);
    await untilPublished(size);
    await Promise.all(copies.map((copy) => copy.stop()));
  });

  it('is one journal after a real split brain: the leader stopped, replaced, and continued', async () => {
    const copies = [await platform.start('journal', 'three'), await platform.start('journal', 'four')];
    const load = startLoad(documents);
    await load.progress(50);
    const stale = await leaderOf(copies);
    stale.kill('SIGSTOP');
    const other = copies.find((copy) => copy !== stale)!;
    expect(await leaderOf([other])).toBe(other);
    await sleep(1000);
    stale.kill('SIGCONT');
    await load.progress(200);
    await load.end();
    const size = await mustHoldAll(documents, load);
    await untilPublished(size);
    expect(await stale.output()).toContain('no longer leads the journal');
    await Promise.all(copies.map((copy) => copy.stop()));
  });

  it.each([
    'journal.beforeCommit',
    'journal.beforeCompareAndSet',
    'journal.afterCompareAndSet',
    'journal.afterCommit',
    'journal.beforeCheckpoint',
    'journal.afterCheckpoint',
    'publisher.beforePublish',
    'publisher.afterPublish',
  ])('survives a loss of power at %s', async (point) => {
    const failing = await platform.start('journal', point, { EDO_FAULT_POINT: point, EDO_FAULT_AFTER: '3' });
    const load = startLoad(documents);
    await expect(failing.exited).resolves.toEqual({ code: null, signal: 'SIGKILL' });
    const next = await platform.start('journal', `${point}-next`);
    await load.progress(20);
    await load.end();
    await untilPublished(await mustHoldAll(documents, load));
    await next.stop();
  });

  it('admits only facts of the service that hands them over', async () => {
    const copy = await platform.start('journal', 'last');
    await leaderOf([copy]);
    const identity = await platform.neighbour('identity');
    const append = () => identity.ask(journal.actions.append, { facts: [newFact()] }).catch(() => null);
    let answer = await append();
    while (!answer) answer = await append(); // the leader may still be on its way onto the bus
    const { results } = answer;
    expect(results).toMatchObject([{ outcome: 'refused', code: 'FACT_SOURCE_FOREIGN' }]);
    await copy.stop();
  });
});
