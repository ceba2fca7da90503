/**
 * The budget of calls, shared out where work is planned. Work that starts in parallel reserves a
 * share for each part first, in the method's order, so that the budget cuts at the same place in every
 * repeat, whatever order answers arrive in.
 */
export class CallBudget {
  #granted: number;
  /** Spent here and in every part. */
  #spent = 0;
  /** Taken here or set aside for parts. */
  #gone = 0;
  readonly #from: CallBudget | undefined;

  /** @param calls how many calls there are; `Infinity` for no limit */
  constructor(calls: number, from?: CallBudget) {
    this.#granted = calls;
    this.#from = from;
  }

  get left(): number {
    return this.#granted - this.#gone;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Sets how many calls there are in all; what is spent or set aside stays so, and parts without a limit keep none. */
  limit(calls: number): void {
    // What parts of an unlimited budget spend is only counted.
    if (this.#granted === Infinity) this.#gone = this.#spent;
    this.#granted = Math.max(this.#gone, calls);
  }

  /** Spends up to `calls`; returns how many were granted. */
  take(calls = 1): number {
    const granted = Math.min(calls, this.left);
    this.#gone += granted;
    this.#count(granted);
    return granted;
  }

  /** Sets up to `calls` aside for one part of the work; a part of an unlimited budget is unlimited. */
  reserve(calls: number): CallBudget {
    if (this.left === Infinity) return new CallBudget(Infinity, this);
    const granted = Math.min(calls, this.left);
    this.#gone += granted;
    return new CallBudget(granted, this);
  }

  /** Hands back what neither this part nor its own parts spent. To be called when all of them have ended. */
  release(): void {
    if (this.#from !== undefined && this.#granted !== Infinity) this.#from.#gone -= this.#granted - this.#spent;
    this.#granted = this.#spent;
    this.#gone = this.#spent;
  }

  #count(calls: number): void {
    this.#spent += calls;
    if (this.#from !== undefined) this.#from.#count(calls);
  }
}
