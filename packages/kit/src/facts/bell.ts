/** Wakes whoever waits on it; a ring that nobody waits for is kept for the next. */
export interface Bell {
  ring(): void;
  /** Ends at the next ring, or after `millis`. */
  wait(millis: number): Promise<void>;
}

export function createBell(): Bell {
  let rung = false;
  const waiting = new Set<() => void>();
  return {
    ring() {
      rung = waiting.size === 0;
      for (const wake of waiting) wake();
      waiting.clear();
    },
    async wait(millis) {
      if (rung) {
        rung = false;
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, millis);
      waiting.add(resolve);
      await promise;
      clearTimeout(timer);
      waiting.delete(resolve);
    },
  };
}
