/** Parses of texts already met: a run asks about the same ones again and again. */

/** A function that remembers its values, at most so many. */
export function remembered<T>(most: number, make: (key: string) => T): (key: string) => T {
  const memory = new Map<string, T>();
  return (key) => {
    const found = memory.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    if (memory.size >= most) memory.clear();
    memory.set(key, made);
    return made;
  };
}
