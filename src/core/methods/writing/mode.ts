/** How new prompts are written: what is asked of the optimizer model, and whether anything is. */

/** How new prompts are written. */
export type WriterMode = "auto" | "whole" | "piecewise" | "none";

/** What each means, for the reference of options. */
export const WRITER_MODES: Readonly<Record<WriterMode, string>> = {
  whole: "whole sections along gradients",
  piecewise: "sentences by small questions, which the program puts together, for small models",
  none: "nothing is asked: plain forms, rows of train as examples, phrase edits",
  auto: "whole, and piecewise once the first replies show that the optimizer model writes poorly",
};

/** Whether whole sections are asked for, from the first request on. */
export function writesWhole({ writer = "whole" }: { readonly writer?: WriterMode }): boolean {
  return writer === "whole" || writer === "auto";
}
