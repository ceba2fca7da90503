/** What the optimizer model is to know of the model that reads the prompt, and which models are small. */
import type { Model, ReplyFormat } from "../core/model.ts";

/** Billions of parameters below which models follow long rules badly, and break JSON where they want to quote. */
const SMALL = 4;

/** Whether a model is known to be small. */
export function isSmall({ parameters = Infinity }: Pick<Model, "parameters">): boolean {
  return parameters < SMALL;
}

/** The model by its name, its size where that is known, what suits it where it is small, and how it answers. */
export function readerOf(model: Model, format: ReplyFormat): string {
  const { parameters } = model;
  const size = parameters === undefined ? "" : ` (${parameters} billion parameters)`;
  return [
    `${plainName(model)}${size}.`,
    ...(isSmall(model) ? ["It is small: short plain rules work best for it."] : []),
    answersIn(model, format),
  ].join(" ");
}

/** The name without the folders of a file or an address: who serves the optimizer model need not know them. */
function plainName({ name, id }: Model): string {
  return (name ?? id).replace(/ \[[^\]]*\]$/, "").replace(/^.*[/\\]/, "");
}

function answersIn({ holds }: Model, format: ReplyFormat): string {
  if (format.kind === "text") return "It answers in free text.";
  const what = format.kind === "choice" ? "one of the labels" : "JSON of a given shape";
  return holds[format.kind]
    ? `Its answer is restricted to ${what}.`
    : `It answers in free text, where ${what} is looked for.`;
}
