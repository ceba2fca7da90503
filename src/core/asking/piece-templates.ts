/** Small questions for small models: each asks for one sentence, and the program puts the section together. */

/** The requests of piecewise writing. */
export interface PieceInstructions {
  /** Asks which rows get a label. */
  readonly rule: string;
  /** Asks what tells two labels apart. */
  readonly contrast: string;
  /** Asks for an instruction in other words, in a short sentence. */
  readonly shorten: string;
}

/** The kinds of these requests. */
export const PIECE_KINDS: readonly (keyof PieceInstructions)[] = ["rule", "contrast", "shorten"];

/** What only these templates name: a label and another one, rows of each, an instruction, and what it has to name. */
export const PIECE_NAMES = [
  "label",
  "other_label",
  "with_label",
  "without_label",
  "instruction",
  "opening",
  "names",
] as const;

/** How the questions begin that show rows or an instruction: a reader of requests tells the kinds apart by them. */
export const PIECE_OPENINGS = {
  rows: "These texts have the label ",
  others: "These have another label:",
  instruction: "This is an instruction:",
} as const;

/**
 * Small models take long warnings and marks of fences for the matter: they write of them. So data is shown a row a line between
 * two short tags, and the sentence that is to come back is begun for them.
 */
export const PIECE_INSTRUCTIONS: PieceInstructions = {
  rule: `${PIECE_OPENINGS.rows}{{label}}:
{{with_label}}

${PIECE_OPENINGS.others}
{{without_label}}

What have the texts with the label {{label}} in common? Describe them in general words, in one sentence of at most 20 words. Repeat none of the texts. Begin with: "A text is {{label}} if it"`,

  contrast: `${PIECE_OPENINGS.rows}{{label}}:
{{with_label}}

These have the label {{other_label}}:
{{without_label}}

What tells {{label}} from {{other_label}}? Answer in general words, in one sentence of at most 20 words. Repeat none of the texts. Begin with: "A text is {{label}}, not {{other_label}}, if it"`,

  shorten: `${PIECE_OPENINGS.instruction}
{{instruction}}

Say the same instruction in other words, in one sentence of at most 12 words{{opening}}. {{names}}Reply with the new instruction only.`,
};
