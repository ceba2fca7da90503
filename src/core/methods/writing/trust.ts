/**
 * The rule of `search.writer: auto`: whether the optimizer model is trusted with whole sections, by what came of its first
 * requests. It looks at replies only, never at the clock or at their order, so that a replay decides alike.
 */
import type { Tools } from "../../tools.ts";
import { NOTHING, sumOf, type Written } from "./counted.ts";

/** Requests for gradients, or prompts asked for, that it takes to decide: of a writer that brings nine in ten, one in a thousand brings none of three. */
const ENOUGH = 3;

/**
 * Fewer than this share of what was asked for is poor. Models that can write whole sections bring nearly all of it; of a model
 * of 1.5 billion parameters, which cannot, no prompt kept the contract. A third is far from both.
 */
const POOR = 1 / 3;

/** Whether the writer should not be asked for whole sections: too few replies with gradients can be read, or too few prompts are new and keep the contract, or too little of both together. */
export function isPoor({ gradients, prompts }: Written): boolean {
  const isLittle = (wanted: number, got: number): boolean => wanted >= ENOUGH && got < POOR * wanted;
  return (
    isLittle(gradients.wanted, gradients.usable) ||
    isLittle(prompts.wanted, prompts.kept) ||
    isLittle(gradients.wanted + prompts.wanted, gradients.usable + prompts.kept)
  );
}

/** Decides once, after the first requests of a search, and reports it where it turns. */
export class Trust {
  readonly #report: Tools["report"];
  /** By round. */
  readonly #written = new Map<number, Written>();
  /** The round from which on small questions are asked; `never` once the writer is trusted. */
  #turned: number | "never" | undefined;

  constructor(report: Tools["report"]) {
    this.#report = report;
  }

  /** Whether small questions are asked from this round on: by what was written before it, whichever parent of the round asks first. */
  isTurned(round: number): boolean {
    this.#decide(round, this.#until(round - 1));
    return typeof this.#turned === "number" && this.#turned <= round;
  }

  /**
   * Notes what came of one parent's expansion; true when small questions are to be asked of it in the same round.
   * @param alone whether no other parent is expanded in the round: else the others decide too, and it waits for the next
   */
  note(round: number, written: Written, alone: boolean): boolean {
    this.#written.set(round, sumOf(this.#written.get(round) ?? NOTHING, written));
    if (!alone) return false;
    this.#decide(round, this.#until(round));
    return typeof this.#turned === "number";
  }

  /** All that was written up to this round. */
  #until(round: number): Written {
    return [...this.#written].flatMap(([at, written]) => (at <= round ? [written] : [])).reduce(sumOf, NOTHING);
  }

  #decide(round: number, written: Written): void {
    if (this.#turned !== undefined) return;
    if (isPoor(written)) {
      this.#turned = round;
      this.#report({ type: "writer-turned", round, ...written });
    } else if (written.prompts.wanted >= ENOUGH) this.#turned = "never";
  }
}
