/** Asks again until there is an answer; the sentence says what did not come when it does not. */
export async function until<T>(
  what: string,
  withinMillis: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  for (const end = Date.now() + withinMillis; ; ) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() >= end) throw new Error(`${what} did not come within ${withinMillis / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
