/**
 * Whether errors teach: edits that were written against errors should mend more of them than other words alone do. Where they
 * do not, only the wording matters, and what is spent on errors is lost.
 */
import type { CallBudget } from "../../budget.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { nthPart } from "../../prompt/prompt.ts";
import type { Rng } from "../../rng.ts";
import { mean } from "../../stats/mean.ts";
import { paraphraseStream, parentStream } from "../../streams.ts";
import type { Observation } from "../../task.ts";
import type { Tools } from "../../tools.ts";
import type { ExpandOptions } from "../../methods/protegi/plan.ts";
import type { Teaching } from "./facts.ts";
import { editRequests, firstEdits } from "./movement-looked.ts";
import { answersOf } from "./movement.ts";

/** Errors that are tried, and prompts of either kind. */
const ERRORS = 16;
const PROMPTS = 4;
/** Fewer errors show nothing. */
const ENOUGH_ERRORS = 8;

/**
 * From this share of errors on, paraphrases mend many. Where that is at least half of what edits mend, errors teach little. Both
 * were chosen on other seeds of the simulated worlds than `npm run bench -- teaching` shows.
 */
const MANY = 0.12;
const HALF = 0.5;

/** Calls that looking takes at most: the first paraphrase is there. */
export const TEACHING_CELLS: number = ERRORS * (PROMPTS - 1 + PROMPTS);
export function teachingRequests(options: ExpandOptions): number {
  return PROMPTS - 1 + editRequests(options);
}

/**
 * How many of the initial prompt's errors paraphrases and first edits mend. It looks on only as long as paraphrases mend many;
 * undefined where the first one mends none, where the errors are few, or where the budget is tight.
 * @param seen what the initial prompt answered to the minibatch
 * @param again what it answered to some of these rows when asked again
 * @param variant the first paraphrase
 * @param ofVariant what it answered to some of these rows
 */
export async function teachingOf(
  tools: Tools,
  options: ExpandOptions,
  { seen, again, variant, ofVariant }: Seen,
  budget: CallBudget,
  stream: Rng,
): Promise<Teaching | undefined> {
  const { prompt, dev } = tools.task;
  const wrong = new Set(seen.filter(({ correct }) => !correct).map(({ example }) => example.id));
  const tried = ofVariant.filter(({ example }) => wrong.has(example.id)).slice(0, ERRORS);
  const rows = tried.map(({ example }) => example);
  if (rows.length < ENOUGH_ERRORS || mended(tried) === 0) return undefined;
  const needed = teachingRequests(options) + tools.callsFor(TEACHING_CELLS);
  // A tight budget is the search's.
  if (budget.left - tools.callsFor(dev.length, "dev") < 2 * needed) return undefined;

  const others = (await paraphrases()).filter(({ id }) => id !== variant.id);
  const ofOthers = await answersOf(tools, others, rows, budget);
  const byItself = again.filter(({ example }) => wrong.has(example.id));
  const found = {
    errors: rows.length,
    again: byItself.length === 0 ? 0 : mended(byItself),
    paraphrases: { prompts: 1 + others.length, mended: mean([tried, ...ofOthers].map(mended)) },
  };
  if (!mendMany(found)) return found;
  const edits = (await firstEdits(tools, options, stream, budget)).slice(0, PROMPTS);
  if (edits.length === 0) return found;
  const ofEdits = await answersOf(tools, edits, rows, budget);
  return { ...found, edits: { prompts: edits.length, mended: mean(ofEdits.map(mended)) } };

  async function paraphrases(): Promise<Prompt[]> {
    const part = nthPart(prompt, 0);
    const written = await Promise.all(
      Array.from({ length: PROMPTS - 1 }, (_, i) => {
        const rng = paraphraseStream(parentStream(stream, prompt), i + 1);
        return tools.write({ asked: "paraphrase", prompt, part, count: 1, round: 1, rng, budget });
      }),
    );
    return written.flat().flatMap((changes) => tools.admit(changes, prompt, [], 1, "paraphrase") ?? []);
  }
}

interface Seen {
  readonly seen: readonly Observation[];
  readonly again: readonly Observation[];
  readonly variant: Prompt;
  readonly ofVariant: readonly Observation[];
}

/** Whether other words alone mend nearly as many errors as edits do that were written against them. */
export function teachesLittle(teaching: Teaching): boolean {
  const { edits, paraphrases, again } = teaching;
  return edits !== undefined && mendMany(teaching) && paraphrases.mended - again >= HALF * (edits.mended - again);
}

/** What the initial prompt gets right when it is asked again, no paraphrase has mended. */
function mendMany({ paraphrases, again }: Pick<Teaching, "paraphrases" | "again">): boolean {
  return paraphrases.mended - again >= MANY;
}

function mended(answers: readonly Observation[]): number {
  return mean(answers.map(({ correct }) => Number(correct)));
}
