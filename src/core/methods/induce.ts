/**
 * Writes a first prompt where there is none: the optimizer model finds from rows with their right answers what is asked
 * (instruction induction, Honovich et al. 2022, arXiv 2205.10782), or gets it in a line. Of several, the best on a few
 * other rows is taken, as in APE (Zhou et al. 2022, arXiv 2211.01910).
 */
import { placeholderFor, placeholdersIn } from "../prompt/template.ts";
import { oneLine } from "../values/words.ts";
import type { CallBudget } from "../budget.ts";
import { distinct, type Candidate } from "../candidate.ts";
import { rowOrder } from "../row-order.ts";
import { nthPart, partText, type Prompt } from "../prompt/prompt.ts";
import type { Rng } from "../rng.ts";
import { selectionOrder } from "../selection/select.ts";
import { estimate, type Estimate } from "../stats/estimate.ts";
import type { Tools } from "../tools.ts";

export interface InduceOptions {
  /** What the prompt is for, in a line. */
  readonly description?: string;
  /** Prompts to ask for, each in view of other rows. */
  readonly candidates: number;
  /** Rows of train that each request shows. */
  readonly shown: number;
  /** Other rows of train, which all prompts are tried on. */
  readonly tried: number;
}

/** A prompt that was written, and how it did on the rows that all were tried on. */
export interface Induced {
  readonly prompt: Prompt;
  readonly score: Estimate;
}

/**
 * Calls that it takes, at most.
 * @param callsPerCell calls that a prompt takes on one row; default 1
 */
export function callsToInduce({ candidates, tried }: InduceOptions, callsPerCell: number = 1): number {
  return candidates * (1 + tried * callsPerCell);
}

/** The prompts that keep the contract of the task's prompt, best first; none when no reply did. */
export async function induce(
  tools: Tools,
  options: InduceOptions,
  budget: CallBudget,
  rng: Rng,
): Promise<readonly Induced[]> {
  const { task } = tools;
  const order = rowOrder(task.train, rng.fork("tried"));
  // A small train gives half of its rows to each side.
  const trial = order.slice(0, Math.min(options.tried, Math.ceil(order.length / 2)));
  const rest = order.slice(trial.length);
  const part = nthPart(task.prompt, 0);
  const blank = task.prompt.withParts({ [part]: blankText(task.prompt, part) });
  const written = await Promise.all(
    Array.from({ length: options.candidates }, async (_, i): Promise<Candidate[]> => {
      const own = rng.fork(`candidate ${i}`);
      const rows = selectionOrder(rest, [], own.fork("rows")).slice(0, options.shown);
      const shown = rows.map((example) => ({ example }));
      const { description } = options;
      const texts = await tools.write({
        asked: "induce",
        prompt: blank,
        part,
        rows,
        ...(description !== undefined && { description }),
        count: 1,
        round: 0,
        rng: own,
        budget,
      });
      return texts
        .map((changes) => tools.admit(changes, blank, shown, 0))
        .filter((prompt) => prompt !== undefined)
        .map((prompt): Candidate => ({ prompt, origin: { kind: "initial" }, round: 0 }));
    }),
  );
  const tried = await Promise.all(
    distinct(written.flat()).map(async ({ prompt }): Promise<Induced> => {
      const observations = await tools.evaluate(prompt, trial, { round: 0, phase: "selecting", budget });
      return { prompt, score: estimate(task.metric, observations) };
    }),
  );
  return tried.toSorted((a, b) => b.score.value - a.score.value);
}

/** Characters of a column's name that are before its placeholder. */
const NAME_SHOWN = 80;

/** What is in the place of the part: its placeholders, since those must be there again. */
function blankText(prompt: Prompt, part: string): string {
  const names = placeholdersIn(partText(prompt, part));
  return names.length === 0
    ? "(still to be written)"
    : names.map((name) => `${oneLine(name, NAME_SHOWN)}: ${placeholderFor(name)}`).join("\n");
}
