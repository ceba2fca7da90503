/** Headroom before spending: whether a gain is possible, and whether the test rows could show it. */
import type { CallBudget } from "../../budget.ts";
import type { Example } from "../../example.ts";
import { openingAnswers, weighedAnswers } from "../../futility/answers.ts";
import type { Unreadable } from "../../futility/futile.ts";
import { writesWhole } from "../../methods/writing/mode.ts";
import { nthPart, partText, type Changes } from "../../prompt/prompt.ts";
import { placeholdersIn } from "../../prompt/template.ts";
import { sample, type Rng } from "../../rng.ts";
import { rowOrder } from "../../row-order.ts";
import { minibatchStream } from "../../streams.ts";
import type { Observation, Task } from "../../task.ts";
import type { Tools } from "../../tools.ts";
import { REPEATED_ROWS, REPEATS, VARIANT_ROWS } from "./calls.ts";
import { concluded, nothingRead } from "./conclusion.ts";
import type { Headroom } from "./facts.ts";
import { paraphrase, workOf, writesAlongErrors, type HeadroomOptions, type Look } from "./look.ts";
import { hardlyMoves, movementOf } from "./movement.ts";
import { teachingOf } from "./teaching.ts";
import { partWordings } from "./wordings.ts";
import { judgeMovement } from "./word.ts";

/**
 * Measures the headroom with p0 on the first round's minibatch and a first paraphrase, which the run needs anyway,
 * and a few repeats.
 * @param stream the stream of round 1
 */
export async function measureHeadroom(
  tools: Tools,
  options: HeadroomOptions,
  budget: CallBudget,
  stream: Rng,
): Promise<Headroom> {
  const look: Look = { tools, options, budget, stream };
  const { task } = tools;
  const { seen, hopeless, reworded } = await readMinibatch(look);
  if (hopeless !== undefined) return nothingRead(task.metric, seen, hopeless);

  const rows = lookedAt(seen, stream);
  const asked = writesWhole(options) ? "paraphrase" : undefined;
  const variant = reworded && tools.admit(reworded, task.prompt, [], 1, asked);
  const ofVariant = variant === undefined ? [] : await tools.evaluate(variant, rows, workOf(look));
  // A writer whose first reply is of no use gets no further rows: the run finds out soon enough.
  const movement = reworded && (await movementOf(look, seen, ofVariant));
  // Repeats say nothing more of a prompt whose answers do not move.
  const again = judgeMovement(movement) === undefined ? await askedAgain(look, rows.slice(0, REPEATED_ROWS)) : [];
  // Where answers hardly move, movement was looked at instead.
  const teaching =
    variant !== undefined && writesAlongErrors(options) && !hardlyMoves(movement)
      ? await teachingOf(look, { seen, again, variant, ofVariant })
      : undefined;
  return concluded(task, { seen, again, ofVariant, movement, teaching });
}

/** What p0 answers to the first round's minibatch, and a first rewording of it; none where the answers are hopeless. */
async function readMinibatch(look: Look): Promise<{
  readonly seen: readonly Observation[];
  readonly hopeless?: Unreadable;
  readonly reworded?: Changes | undefined;
}> {
  const { tools, options, stream } = look;
  const { prompt, train } = tools.task;
  const minibatch = rowOrder(train, minibatchStream(stream)).slice(0, options.minibatchSize);
  // The paraphrase waits for it: nothing is written for a model that cannot answer.
  const opening = await openingAnswers(tools, prompt, minibatch, workOf(look));
  if (opening.hopeless !== undefined) return opening;
  const [[reworded], answered] = await Promise.all([
    writesWhole(options) ? paraphrase(look, 0) : plainVariant(tools.task),
    weighedAnswers(tools, prompt, minibatch, workOf(look)),
  ]);
  return { ...answered, reworded };
}

/** Without whole sections of a writer, a plain form of the bank is what the prompt is compared with. */
function plainVariant({ prompt, labels = [] }: Task): readonly Changes[] {
  const part = nthPart(prompt, 0);
  const text = partText(prompt, part);
  return labels.length === 0 ? [] : [{ [part]: partWordings(labels, placeholdersIn(text))[0]! }];
}

/** The rows that the variant is asked. Errors first: they are where labels are suspected. */
function lookedAt(seen: readonly Observation[], stream: Rng): Example[] {
  const errors = seen.filter(({ correct }) => !correct);
  const others = sample(
    seen.filter(({ correct }) => correct),
    VARIANT_ROWS,
    stream.fork("headroom"),
  );
  return [...errors.slice(0, VARIANT_ROWS / 2), ...others].slice(0, VARIANT_ROWS).map(({ example }) => example);
}

/** What p0 answers when it is asked again. */
async function askedAgain(look: Look, rows: readonly Example[]): Promise<readonly Observation[]> {
  const { tools } = look;
  const repeats = await Promise.all(
    Array.from({ length: REPEATS }, (_, i) =>
      tools.evaluate(tools.task.prompt, rows, { ...workOf(look), repeat: i + 1 }),
    ),
  );
  return repeats.flat();
}
