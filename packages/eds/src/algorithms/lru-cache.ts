/** Keeps the `capacity` most recently asked values by key; `make` is called for a key that is not there. */
export function lruCache<Value>(capacity: number): (key: string, make: () => Value) => Value {
  const values = new Map<string, Value>(); // a Map keeps the order of insertion: the first is the oldest
  return (key, make) => {
    const found = values.get(key);
    const value = found ?? make();
    if (found !== undefined) values.delete(key);
    else if (values.size >= capacity) values.delete(values.keys().next().value!);
    values.set(key, value);
    return value;
  };
}
