/**
 * Movement: whether answers change at all when the prompt is worded in another way. A prompt whose answers never move has
 * nothing to gain from wording, however far its score is from 1.
 */
import { ModelError } from "../../errors.ts";
import type { Example } from "../../example.ts";
import { writesWhole } from "../../methods/writing/mode.ts";
import { nthPart, parsePrompt, partText, type Prompt } from "../../prompt/prompt.ts";
import { placeholdersIn } from "../../prompt/template.ts";
import type { Observation } from "../../task.ts";
import type { Tools } from "../../tools.ts";
import { isConstant, oneLabelOf } from "../one-label.ts";
import { editRequests, firstEdits } from "./first-edits.ts";
import { affords, answersOf, type Look } from "./look.ts";
import type { Movement } from "./movement-facts.ts";
import { partWordings, wholeWordings } from "./wordings.ts";

/** Rows that the paraphrase must move so that no other wording need be tried: one or two may be luck. */
const SURELY_MOVED = 3;

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
 * Whether answers move; undefined for tasks without labels, and where there is no error. The paraphrase shows it where it
 * changes some of them. Where it does not, and where one label is given to nearly all rows, the writer's first edits are
 * tried, and then a bank of wordings.
 * @param seen what the initial prompt answered to the minibatch
 * @param ofVariant what a paraphrase answered to some of it
 */
export async function movementOf(
  look: Look,
  seen: readonly Observation[],
  ofVariant: readonly Observation[],
): Promise<Movement | undefined> {
  const { tools, options } = look;
  if (tools.task.labels === undefined || seen.every(({ correct }) => correct)) return undefined;
  const first = movementUnder(tools, seen, ofVariant.length === 0 ? [] : [ofVariant]);
  if (!hardlyMoves(first) && !isConstant(seen)) return first;
  const writes = writesWhole(options);
  if (!affords(look, (writes ? editRequests(options) : 0) + tools.callsFor(PART_CELLS + WHOLE_CELLS))) return first;
  return tryWordings(look, seen, ofVariant, writes ? await firstEdits(look) : []);
}

/** Whether movement was looked at, and the answers hardly move. */
export function hardlyMoves(movement: Movement | undefined): boolean {
  return movement !== undefined && movement.moved < SURELY_MOVED;
}

/** Tries edits and then the bank of wordings on a few rows of the minibatch, half of them errors. */
async function tryWordings(
  look: Look,
  seen: readonly Observation[],
  ofVariant: readonly Observation[],
  edits: readonly Prompt[],
): Promise<Movement> {
  const { tools } = look;
  const { prompt, labels = [] } = tools.task;
  const rows = triedRows(seen, ofVariant.length === 0 ? ROWS_ALONE : MOVEMENT_ROWS);
  const isFixed = isConstant(seen);
  const found = (tried: readonly (readonly Observation[])[]): Movement => ({
    ...movementUnder(tools, seen, tried),
    constant: isFixed && tried.every((own) => oneLabelOf(own) !== undefined),
  });
  const ofEdits = await answersOf(look, edits.slice(0, EDITS), rows);
  const underEdits = [ofVariant, ...ofEdits].filter(({ length }) => length > 0);
  if (movesErrors(found(underEdits))) return found(underEdits);

  const part = nthPart(prompt, 0);
  const section = partText(prompt, part);
  const ofPart = partWordings(labels, placeholdersIn(section)).map((text) => prompt.withParts({ [part]: text }));
  const underAll = found([...underEdits, ...(await answersOf(look, ofPart, rows))]);
  if (movesErrors(underAll)) return underAll;

  const whole = wholeWordings(section, labels, prompt.placeholders).map((text) => parsePrompt(text, []));
  const ofWhole = await unlessRefused(answersOf(look, whole, rows));
  const free = ofWhole.filter((own) => oneLabelOf(own) === undefined);
  return { ...underAll, movedByWhole: movementUnder(tools, seen, free).moved };
}

/** Whether some wording moves errors, and not only from one constant to another. */
function movesErrors({ movedErrors, constant }: Movement): boolean {
  return movedErrors > 0 && !constant;
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
function movementUnder(
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
