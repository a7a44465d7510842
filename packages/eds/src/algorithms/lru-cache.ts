/**
 * Keeps the values that were asked for last, between `capacity / 2` and `capacity` of them, by key; `make` is called
 * for a key that is not there. Two generations: what is asked for moves into the young one, and when that is full the
 * old one is dropped whole. A hit in the young one, the usual case, changes nothing and so costs a look-up alone.
 */
export function lruCache<Value>(capacity: number): (key: string, make: () => Value) => Value {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return (key, make) => {
    const found = young.get(key);
    if (found !== undefined) return found;
    const value = old.get(key) ?? make();
    if (young.size >= capacity / 2) [old, young] = [young, new Map()];
    young.set(key, value);
    return value;
  };
}
