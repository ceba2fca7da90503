/** What the optimizer model is to know of the model that reads the prompt, and which models are small. */
import type { Model, ReplyFormat } from "../core/model.ts";

/** Billions of parameters below which models follow long rules badly, and break JSON where they want to quote. */
const SMALL = 4;

/** Whether a model is known to be small. */
export function isSmall({ parameters = Infinity }: Pick<Model, "parameters">): boolean {
  return parameters < SMALL;
}

/** The model by its name, what suits it where it is small, and what its answers are restricted to. */
export function readerOf(model: Model, format: ReplyFormat): string {
  const name = model.name ?? model.id;
  return [
    isSmall(model) ? `${name}, a small model: short, plain sentences work best for it.` : `${name}.`,
    ...(format.kind === "choice" && model.holds.choice ? ["Its answer is restricted to one of the labels."] : []),
    ...(format.kind === "json" && model.holds.json ? ["Its answer is restricted to JSON of a given shape."] : []),
  ].join(" ");
}
