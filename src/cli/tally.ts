/** What a round has brought so far, in a line. */
import type { RunEvent } from "../core/events.ts";
import { count, counted } from "../core/values/words.ts";

export class Tally {
  #parents = 0;
  #errors = 0;
  #gradients = 0;
  #candidates = 0;
  #rejected = 0;
  #dropped = 0;

  note(event: RunEvent): void {
    if (event.type === "gradient") this.#gradients += 1;
    if (event.type === "candidate") this.#candidates += 1;
    if (event.type === "candidate-rejected") this.#rejected += 1;
    if (event.type === "reply-dropped") this.#dropped += 1;
    if (event.type !== "errors-found") return;
    this.#parents += 1;
    this.#errors += event.errors;
  }

  toString(): string {
    const of = this.#parents === 1 ? "" : ` of ${count(this.#parents)} prompts`;
    const seen = this.#parents === 0 ? "" : `${counted(this.#errors, "error")}${of}: `;
    const written = [
      ...(this.#gradients > 0 ? [counted(this.#gradients, "gradient")] : []),
      counted(this.#candidates, "new prompt"),
      ...(this.#rejected > 0 ? [`${count(this.#rejected)} rejected`] : []),
      ...(this.#dropped > 0 ? [`${counted(this.#dropped, "reply", "replies")} dropped`] : []),
    ];
    return seen + written.join(", ");
  }
}
