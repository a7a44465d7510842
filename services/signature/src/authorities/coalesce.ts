/** Callers that ask the same while it is being asked share one answer. */
export function coalesced<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  return (key, ask) => {
    const shared = running.get(key);
    if (shared) return shared;
    const asked = ask().finally(() => running.delete(key));
    running.set(key, asked);
    return asked;
  };
}
