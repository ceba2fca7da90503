/**
 * Whether errors teach: edits that were written against errors should mend more of them than other words alone do. Where they
 * do not, only the wording matters, and what is spent on errors is lost.
 */
import type { ExpandOptions } from "../../methods/protegi/plan.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { mean } from "../../stats/mean.ts";
import type { Observation } from "../../task.ts";
import type { Teaching } from "./facts.ts";
import { editRequests, firstEdits } from "./first-edits.ts";
import { affords, answersOf, paraphrase, type Look } from "./look.ts";

/** Errors that are tried, and prompts of either kind. */
const ERRORS = 16;
const PROMPTS = 4;
/** Fewer errors, and fewer prompts of either kind, show nothing. */
const ENOUGH_ERRORS = 8;
const ENOUGH_PROMPTS = 2;

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
 */
export async function teachingOf(look: Look, { seen, again, variant, ofVariant }: Seen): Promise<Teaching | undefined> {
  const wrong = new Set(seen.filter(({ correct }) => !correct).map(({ example }) => example.id));
  const tried = ofVariant.filter(({ example }) => wrong.has(example.id)).slice(0, ERRORS);
  const rows = tried.map(({ example }) => example);
  if (rows.length < ENOUGH_ERRORS || mended(tried) === 0) return undefined;
  if (!affords(look, teachingRequests(look.options) + look.tools.callsFor(TEACHING_CELLS))) return undefined;

  const others = eachOnce(await paraphrases(look), [variant]);
  const ofOthers = await answersOf(look, others, rows);
  const byItself = again.filter(({ example }) => wrong.has(example.id));
  const found = {
    errors: rows.length,
    again: byItself.length === 0 ? 0 : mended(byItself),
    paraphrases: { prompts: 1 + others.length, mended: mean([tried, ...ofOthers].map(mended)) },
  };
  if (!mendMany(found)) return found;
  const edits = eachOnce(await firstEdits(look)).slice(0, PROMPTS);
  if (edits.length === 0) return found;
  const ofEdits = await answersOf(look, edits, rows);
  return { ...found, edits: { prompts: edits.length, mended: mean(ofEdits.map(mended)) } };
}

/** What is known before looking. */
interface Seen {
  /** What the initial prompt answered to the minibatch. */
  readonly seen: readonly Observation[];
  /** What it answered to some of these rows when asked again. */
  readonly again: readonly Observation[];
  /** The first paraphrase. */
  readonly variant: Prompt;
  /** What it answered to some of these rows. */
  readonly ofVariant: readonly Observation[];
}

/** The paraphrases after the first one, as far as they keep the contract. */
async function paraphrases(look: Look): Promise<Prompt[]> {
  const { admit, task } = look.tools;
  const written = await Promise.all(Array.from({ length: PROMPTS - 1 }, (_, i) => paraphrase(look, i + 1)));
  return written.flat().flatMap((changes) => admit(changes, task.prompt, [], 1, "paraphrase") ?? []);
}

/** Prompts that are none of these others, each once: a writer that repeats itself has written one. */
function eachOnce(prompts: readonly Prompt[], others: readonly Prompt[] = []): Prompt[] {
  const ids = new Set(others.map(({ id }) => id));
  return [...new Map(prompts.map((one) => [one.id, one])).values()].filter(({ id }) => !ids.has(id));
}

/** Whether other words alone mend nearly as many errors as edits do that were written against them. */
export function teachesLittle(teaching: Teaching): boolean {
  const { edits, paraphrases, again } = teaching;
  if (edits === undefined || Math.min(edits.prompts, paraphrases.prompts) < ENOUGH_PROMPTS) return false;
  return mendMany(teaching) && paraphrases.mended - again >= HALF * (edits.mended - again);
}

/** What the initial prompt gets right when it is asked again, no paraphrase has mended. */
function mendMany({ paraphrases, again }: Pick<Teaching, "paraphrases" | "again">): boolean {
  return paraphrases.mended - again >= MANY;
}

function mended(answers: readonly Observation[]): number {
  return mean(answers.map(({ correct }) => Number(correct)));
}
