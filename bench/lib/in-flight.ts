/** How many of something are under way, over time. */
export class InFlight {
  now = 0;
  most = 0;
  #area = 0;
  #first: number | undefined;
  #last = 0;

  change(by: 1 | -1): void {
    const at = performance.now();
    this.#first ??= this.#last = at;
    this.#area += this.now * (at - this.#last);
    this.#last = at;
    this.now += by;
    this.most = Math.max(this.most, this.now);
  }

  /** Seconds from the first change to the last. */
  get seconds(): number {
    return (this.#last - (this.#first ?? this.#last)) / 1000;
  }

  /** The mean over that time. */
  get mean(): number {
    return this.seconds === 0 ? 0 : this.#area / (1000 * this.seconds);
  }
}
