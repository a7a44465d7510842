import { type AppendResult, Refusal } from '@edo/contracts';
import type { HandedFact } from '../domain/fact-admission.ts';
import type { SignedCheckpoint } from './ports.ts';

export interface Answer {
  readonly results: readonly AppendResult[];
  readonly checkpoint: SignedCheckpoint;
}

/** Commits facts of many callers together; answers stand in the order of the facts. */
export type CommitFacts = (facts: readonly HandedFact[]) => Promise<Answer>;

export interface GroupLimits {
  /** How long the first caller of a group waits for others. */
  readonly waitMillis: number;
  /** Facts of one commit, unless a single caller brings more. */
  readonly maxFacts: number;
  /** Facts that may wait at once; more are refused, so that memory stays bounded. */
  readonly maxWaiting: number;
}

export interface GroupCommit {
  append(facts: readonly HandedFact[]): Promise<Answer>;
  /** Refuses new facts, answers those that wait, and ends. */
  close(): Promise<void>;
}

interface Caller {
  readonly facts: readonly HandedFact[];
  readonly answer: PromiseWithResolvers<Answer>;
}

/** Gathers callers for a few milliseconds and commits them one group after the other. */
export function groupCommit(commit: CommitFacts, limits: GroupLimits): GroupCommit {
  const waiting: Caller[] = [];
  let running: Promise<void> | null = null;
  let closed = false;
  let full = Promise.withResolvers<void>();
  const waitingFacts = () => waiting.reduce((sum, { facts }) => sum + facts.length, 0);

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      if (!closed && waitingFacts() < limits.maxFacts) await firstOf(full.promise, limits.waitMillis);
      full = Promise.withResolvers<void>();
      await commitGroup(commit, takeGroup(waiting, limits.maxFacts));
    }
    running = null;
  }

  return {
    append(facts) {
      if (closed) return Promise.reject(new Refusal('NOT_LEADING', 'this copy no longer leads the journal'));
      if (waitingFacts() + facts.length > limits.maxWaiting)
        return Promise.reject(
          new Refusal('SERVICE_UNAVAILABLE', 'too many facts wait for the journal; ask again'),
        );
      const answer = Promise.withResolvers<Answer>();
      waiting.push({ facts, answer });
      if (waitingFacts() >= limits.maxFacts) full.resolve();
      running ??= run();
      return answer.promise;
    },
    async close() {
      closed = true;
      full.resolve();
      await running;
    },
  };
}

function takeGroup(waiting: Caller[], maxFacts: number): Caller[] {
  let count = waiting[0]!.facts.length;
  let callers = 1;
  while (callers < waiting.length && count + waiting[callers]!.facts.length <= maxFacts) {
    count += waiting[callers]!.facts.length;
    callers += 1;
  }
  return waiting.splice(0, callers);
}

async function commitGroup(commit: CommitFacts, group: readonly Caller[]): Promise<void> {
  try {
    const { results, checkpoint } = await commit(group.flatMap(({ facts }) => facts));
    let at = 0;
    for (const { facts, answer } of group) {
      answer.resolve({ results: results.slice(at, at + facts.length), checkpoint });
      at += facts.length;
    }
  } catch (error) {
    for (const { answer } of group) answer.reject(error);
  }
}

async function firstOf(event: Promise<void>, millis: number): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, millis);
  await Promise.race([event, late.promise]);
  clearTimeout(timer);
}
