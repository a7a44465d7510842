import { Refusal } from '@edo/contracts';
import { type Sealed, step, takeUp } from './appender.ts';
import { type GroupCommit, type GroupLimits, groupCommit } from './group-commit.ts';
import type { AppenderPorts } from './ports.ts';

/** One copy's time as leader. */
export interface Leader extends Pick<GroupCommit, 'append' | 'close'> {
  /** Throws a sentence while the clock is behind the last entry: then nothing can be recorded. */
  mustBeAbleToRecord(): void;
}

export interface LeaderEvents {
  /** A group was committed and sealed. */
  readonly onSealed: (facts: number) => void;
  /** Another copy moved the head: stop leading. */
  readonly onBeaten: () => void;
}

/** Takes up the journal and appends to it. @throws JournalForked, see `takeUp`. */
export async function lead(ports: AppenderPorts, limits: GroupLimits, events: LeaderEvents): Promise<Leader> {
  let head: Sealed | null = await takeUp(ports);
  const group = groupCommit(async (facts) => {
    try {
      const before = head ?? (await takeUp(ports)); // after an error nobody knows what became of the last commit
      head = null;
      const { head: after, results } = await step(ports, before, facts);
      head = after;
      events.onSealed(facts.length);
      return { results, checkpoint: after.checkpoint };
    } catch (error) {
      if (error instanceof Refusal && error.code === 'NOT_LEADING') events.onBeaten();
      throw error;
    }
  }, limits);
  return {
    append: group.append,
    close: group.close,
    mustBeAbleToRecord() {
      if (head && ports.clock() < head.recordedAt)
        throw new Error(`the clock is behind the last entry, recorded at ${head.recordedAt.toISOString()}`);
    },
  };
}
