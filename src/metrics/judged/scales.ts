/** The scales on which a judge model scores: what it may write, and what each choice is worth from 0 to 1. */

/** A scale. */
export interface Scale {
  /** Its name, as the option `scale` takes it. */
  readonly name: string;
  /** One line about it, for the reference of options; no full stop. */
  readonly about: string;
  /** What the judge may write, the best choice last. */
  readonly choices: readonly string[];
  /** What a criterion is asked as, behind its words. */
  readonly asked: string;
  /** From which score on an answer needs no mending. */
  readonly enough: number;
}

/**
 * All scales, the default first.
 *
 * A question that is answered with yes or no is the default, asked of each criterion: the form of autoevals (a choice for each
 * grade, https://github.com/braintrustdata/autoevals) and of most advice for small judges, since the grades in between are
 * used unevenly. Several criteria give a graded score all the same. Of graded scales, 0 to 5 agreed best with people in
 * arXiv 2601.03444, which compares it with 0 to 10 and 0 to 100; 1 to 5 is that of G-Eval (arXiv 2303.16634).
 */
export const SCALES: readonly Scale[] = [
  { name: "yes-no", about: "yes or no for each criterion", choices: ["no", "yes"], asked: "yes or no", enough: 1 },
  {
    name: "0-5",
    about: "a whole number from 0 to 5 for each criterion",
    choices: ["0", "1", "2", "3", "4", "5"],
    asked: "a whole number from 0 (not at all) to 5 (fully)",
    enough: 0.8,
  },
  {
    name: "1-5",
    about: "a whole number from 1 to 5 for each criterion",
    choices: ["1", "2", "3", "4", "5"],
    asked: "a whole number from 1 (not at all) to 5 (fully)",
    enough: 0.75,
  },
];

/** The names of all scales, for options. */
export const SCALE_NAMES = SCALES.map(({ name }) => name) as [string, ...string[]];

/** The scale of this name. */
export function scaleOf(name: string): Scale {
  return SCALES.find((scale) => scale.name === name) ?? SCALES[0]!;
}

/** What a choice is worth; undefined for one that is none. */
export function worth({ choices }: Scale, choice: string): number | undefined {
  const at = choices.indexOf(choice);
  return at === -1 ? undefined : at / (choices.length - 1);
}
