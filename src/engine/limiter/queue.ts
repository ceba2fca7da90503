/** A queue with a few levels of urgency, first come first served within each. */
export class UrgencyQueue<T> {
  readonly #levels: { items: (T | undefined)[]; first: number }[];
  #size = 0;
  #passedOver = 0;

  constructor(levels: number) {
    this.#levels = Array.from({ length: levels }, () => ({ items: [], first: 0 }));
  }

  get size(): number {
    return this.#size;
  }

  /** @param urgency 0 for what goes first */
  push(item: T, urgency: number): void {
    this.#levels[urgency]!.items.push(item);
    this.#size++;
  }

  /** What goes next; it stays in the queue. */
  peek(): T | undefined {
    for (const { items, first } of this.#levels) if (first < items.length) return items[first];
    return undefined;
  }

  shift(): T | undefined {
    const level = this.#levels.find(({ items, first }) => first < items.length);
    if (level === undefined) return undefined;
    const item = level.items[level.first];
    level.items[level.first++] = undefined;
    if (level.first === level.items.length) {
      level.items = [];
      level.first = 0;
    }
    this.#size--;
    return item;
  }

  /**
   * Lets `choose` say which of the first `most` items of the most urgent level goes next. The one that has waited
   * longest is passed over `most` times in a row, and then goes.
   */
  prefer(most: number, choose: (items: readonly T[]) => number): void {
    const level = this.#levels.find(({ items, first }) => first < items.length);
    if (level === undefined) return;
    const { items, first } = level;
    const choice = this.#passedOver < most ? choose(items.slice(first, first + most) as T[]) : 0;
    this.#passedOver = choice === 0 ? 0 : this.#passedOver + 1;
    if (choice > 0) items.splice(first, 0, ...items.splice(first + choice, 1));
  }

  /** Takes out the first item for which `matches` says so; false when there is none. */
  remove(matches: (item: T) => boolean): boolean {
    for (const { items, first } of this.#levels) {
      const at = items.findIndex((item, i) => i >= first && matches(item!));
      if (at < 0) continue;
      items.splice(at, 1);
      this.#size--;
      return true;
    }
    return false;
  }

  clear(): void {
    for (const level of this.#levels) {
      level.items = [];
      level.first = 0;
    }
    this.#size = 0;
  }
}
