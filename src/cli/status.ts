/** The state of a run, in one line: place, calls, money or tokens, time left, best so far. */
import { count, score } from "../core/values/words.ts";
import type { RunEvent } from "../core/events.ts";
import type { Spending } from "../core/spending.ts";
import { dollars, duration, short } from "../report/words.ts";

export class Status {
  /** Such as `round 2/3, selecting`. */
  place: string;
  maxCalls: number;
  #spending: Spending | undefined;
  #best: number | undefined;
  readonly #now: () => number;
  readonly #startedAt: number;

  constructor(place: string, maxCalls: number, now: () => number) {
    this.place = place;
    this.maxCalls = maxCalls;
    this.#now = now;
    this.#startedAt = now();
  }

  spent(spending: Spending): void {
    this.#spending = spending;
  }

  /** Notes a score on dev; true when it is the best so far. */
  scored({ score }: Extract<RunEvent, { type: "dev-score" }>): boolean {
    const best = this.#best === undefined || score.value > this.#best;
    if (best) this.#best = score.value;
    return best;
  }

  /** Short enough for 80 columns, as a rule. */
  toString(): string {
    const parts = [...this.#work(), ...(this.#best === undefined ? [] : [`best ${score(this.#best)}`])];
    return `${this.place === "" ? "" : `${this.place}: `}${parts.join(", ")}`;
  }

  #work(): string[] {
    if (this.#spending === undefined) return [`about ${count(this.maxCalls)} calls`];
    const { calls, cached, inputTokens, outputTokens, usd } = this.#spending;
    const paid = calls - cached;
    const left = this.maxCalls - calls;
    const time = ((this.#now() - this.#startedAt) / paid) * left;
    return [
      `${count(calls)}/${count(this.maxCalls)} calls`,
      usd === undefined || usd === 0 ? `${short(inputTokens + outputTokens)} tokens` : dollars(usd),
      // The rest of the calls is a plan, and so is the time.
      ...(paid > 0 && left > 0 ? [`≤ ${roughly(time)} left`] : []),
    ];
  }
}

/** A time in its largest unit below an hour. */
function roughly(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  return minutes >= 2 && minutes < 60 ? `${Math.round(minutes)} min` : duration(milliseconds);
}
