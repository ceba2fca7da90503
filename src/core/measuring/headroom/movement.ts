/**
 * Movement: whether answers change at all when the prompt is worded in another way. A prompt whose answers never move has
 * nothing to gain from wording, however far its score is from 1.
 */
import type { CallBudget } from "../../budget.ts";
import { ModelError } from "../../errors.ts";
import type { Example } from "../../example.ts";
import { nthPart, parsePrompt, partText, type Prompt } from "../../prompt/prompt.ts";
import type { Observation } from "../../task.ts";
import { placeholdersIn } from "../../prompt/template.ts";
import type { Tools } from "../../tools.ts";
import type { Movement } from "./movement-facts.ts";
import { isConstant, oneLabelOf } from "../one-label.ts";
import { partWordings, wholeWordings } from "./wordings.ts";

/** Rows on which edits and the bank of wordings are tried; and more of them where no paraphrase was, for about as many calls. */
const MOVEMENT_ROWS = 8;
const ROWS_ALONE = 12;
/** Edits of the writer that are tried at most, and wordings that the bank has: of the part, and of the whole prompt. */
const EDITS = 3;
const PART_WORDINGS = 3;
const WHOLE_WORDINGS = 2;

/** Cells that trying takes at most: of edits and of wordings of the part; then of the whole prompt. */
export const PART_CELLS: number = MOVEMENT_ROWS * (EDITS + PART_WORDINGS);
export const WHOLE_CELLS: number = MOVEMENT_ROWS * WHOLE_WORDINGS;

/**
 * Tries edits and then the bank of wordings on a few rows of the minibatch, half of them errors.
 * @param seen what the initial prompt answered to the minibatch
 * @param ofVariant what a paraphrase answered to some of it
 * @param edits prompts that the writer made of the initial one
 */
export async function measureMovement(
  tools: Tools,
  seen: readonly Observation[],
  ofVariant: readonly Observation[],
  edits: readonly Prompt[],
  budget: CallBudget,
): Promise<Movement> {
  const { prompt, labels = [] } = tools.task;
  const rows = triedRows(seen, ofVariant.length === 0 ? ROWS_ALONE : MOVEMENT_ROWS);
  const fixed = isConstant(seen);
  const all = (prompts: readonly Prompt[]): Promise<(readonly Observation[])[]> =>
    answersOf(tools, prompts, rows, budget);
  const tried = [ofVariant, ...(await all(edits.slice(0, EDITS)))].filter(({ length }) => length > 0);
  const isFixed = (): boolean => fixed && tried.every((own) => oneLabelOf(own) !== undefined);
  const found = (): Movement => ({ ...movementUnder(tools, seen, tried), constant: isFixed() });
  if (found().movedErrors > 0 && !isFixed()) return found();

  const part = nthPart(prompt, 0);
  const section = partText(prompt, part);
  const texts = partWordings(labels, placeholdersIn(section));
  tried.push(...(await all(texts.map((text) => prompt.withParts({ [part]: text })))));
  if (found().movedErrors > 0 && !isFixed()) return found();

  const whole = wholeWordings(section, labels, prompt.placeholders);
  const ofWhole = await unlessRefused(all(whole.map((text) => parsePrompt(text, []))));
  const free = ofWhole.filter((own) => oneLabelOf(own) === undefined);
  return { ...found(), movedByWhole: movementUnder(tools, seen, free).moved };
}

/** What several prompts answer to the same rows. */
export function answersOf(
  tools: Tools,
  prompts: readonly Prompt[],
  rows: readonly Example[],
  budget: CallBudget,
): Promise<(readonly Observation[])[]> {
  const shares = prompts.map(() => budget.reserve(tools.callsFor(rows.length)));
  return Promise.all(
    prompts.map((one, i) => tools.evaluate(one, rows, { round: 1, phase: "headroom", budget: shares[i]! })),
  ).finally(() => {
    for (const share of shares) share.release();
  });
}

/** A model that is a program of its own may take no prompt of another form: then none was tried. */
async function unlessRefused<T>(answers: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await answers;
  } catch (error) {
    if (ModelError.isInstance(error) && error.kind === "bad-request") return [];
    throw error;
  }
}

/** What changed under these wordings against what the initial prompt answered. */
export function movementUnder(
  { task }: Tools,
  seen: readonly Observation[],
  answers: readonly (readonly Observation[])[],
): Movement {
  const first = new Map(seen.map((row) => [row.example.id, row]));
  const tried = [...Map.groupBy(answers.flat(), ({ example }) => example.id)].map(([id, others]) => {
    const own = first.get(id)!;
    return { isError: !own.correct, wordings: others.length, moved: others.some((other) => !task.same(own, other)) };
  });
  // What a paraphrase alone leaves as it is, another wording may change.
  const errors = tried.filter(({ isError, wordings }) => isError && wordings > 1);
  return {
    rows: tried.length,
    moved: tried.filter(({ moved }) => moved).length,
    errors: errors.length,
    movedErrors: errors.filter(({ moved }) => moved).length,
    wordings: answers.length,
    constant: false,
  };
}

/** Errors and right rows by turns, since a wording may move either. */
function triedRows(seen: readonly Observation[], count: number): Example[] {
  const errors = seen.filter(({ correct }) => !correct);
  const right = seen.filter(({ correct }) => correct);
  const half = count / 2;
  const chosen = [...errors.slice(0, Math.max(half, count - right.length)), ...right];
  return chosen.slice(0, count).map(({ example }) => example);
}
