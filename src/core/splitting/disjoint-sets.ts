/** Disjoint sets of the numbers below a size (union-find); the smallest number stands for its set. */
export class DisjointSets {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  /** The number that stands for the set of `item`. */
  find(item: number): number {
    const parent = this.#parent;
    let at = item;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  join(a: number, b: number): void {
    const one = this.find(a);
    const other = this.find(b);
    this.#parent[Math.max(one, other)] = Math.min(one, other);
  }
}
