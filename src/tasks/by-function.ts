/** Kinds whose answers a function of the user's scores, as they are or with a value that is read first. */
import { digest } from "../core/values/hash.ts";
import { cleanReply } from "../core/replies/clean.ts";
import { whyUnread } from "../core/replies/unread.ts";
import type { Judge } from "../core/task.ts";
import { functionJudge, meanScore, type MetricFunction } from "../metrics/index.ts";
import type { Reading } from "../metrics/scores/index.ts";
import type { TaskKind } from "./task-kind.ts";

/** What such a kind has of its own. */
interface ByFunction extends Pick<TaskKind, "name" | "about"> {
  /** One sentence for the optimizer model on what a right answer is. */
  readonly answers: string;
  /** What the function is given of an answer; default: all of it. */
  readonly read?: (text: string) => Reading<string> | undefined;
}

export function byFunction({ name, about, answers, read }: ByFunction): TaskKind {
  return {
    name,
    about,
    metrics: [],
    takesFunction: true,
    forms: ["text"],
    asksJudge: true,
    freeAnswers: read === undefined,
    asGiven: true,
    judging({ metric, source, judgeCalls = 0, file, placeOf }) {
      const fn = metric as MetricFunction;
      const judge = functionJudge(fn, { ...(file !== undefined && { file }), ...(placeOf && { placeOf }) });
      return {
        judge: read === undefined ? judge : readingFirst(read, judge),
        metric: meanScore(isNamed(fn) ? fn.name : file),
        judging: `${name === "custom" ? "" : `${name} `}${identityOf(fn, source)}`,
        format: { kind: "text" },
        answers,
        keep: [],
        groupBy: "random",
        // Free words differ from call to call; what counts is whether the score does.
        same: (a, b) => a.score === b.score,
        callsPerCell: 1 + judgeCalls,
      };
    },
  };
}

/** The judge, which is given what was read. An answer in which nothing was found is invalid, and the judge is not asked. */
function readingFirst(read: (text: string) => Reading<string> | undefined, judge: Judge): Judge {
  return async (answer, example, ask) => {
    const cleaned = cleanReply(answer.text, "task");
    const found = answer.finish === "refusal" ? undefined : read(cleaned.text);
    if (found === undefined) return { score: 0, correct: false, invalid: true, why: whyUnread(answer, cleaned) };
    const judged = await judge({ ...answer, text: found.value }, example, ask);
    return { predicted: found.value, ...judged, reading: found.reading };
  };
}

function isNamed({ name }: MetricFunction): boolean {
  return !["", "default"].includes(name);
}

/**
 * The function's name with a hash of its source, as `functionModel` has it, so that an edited function is another one. Of a
 * module all of the text counts, since the function may call others of it.
 */
function identityOf(fn: MetricFunction, source = ""): string {
  return `function:${isNamed(fn) ? fn.name : "anonymous"}#${digest(`${fn.toString()}\n${source}`, 8)}`;
}
