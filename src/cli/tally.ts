/** What a round has brought so far, in a line. */
import type { RunEvent } from "../core/events.ts";
import { count, counted } from "../report/words.ts";

export class Tally {
  #parents = 0;
  #errors = 0;
  readonly #counts = { gradient: 0, candidate: 0, "candidate-rejected": 0, "reply-dropped": 0 };

  note(event: RunEvent): void {
    if (event.type in this.#counts) this.#counts[event.type as keyof typeof this.#counts] += 1;
    if (event.type !== "errors-found") return;
    this.#parents += 1;
    this.#errors += event.errors;
  }

  toString(): string {
    const { gradient, candidate, "candidate-rejected": rejected, "reply-dropped": dropped } = this.#counts;
    const of = this.#parents === 1 ? "" : ` of ${count(this.#parents)} prompts`;
    return [
      `${counted(this.#errors, "error")}${of}: ${counted(gradient, "gradient")}, ${counted(candidate, "new prompt")}`,
      ...(rejected > 0 ? [`${count(rejected)} rejected`] : []),
      ...(dropped > 0 ? [`${counted(dropped, "reply", "replies")} dropped`] : []),
    ].join(", ");
  }
}
