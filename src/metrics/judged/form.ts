/** The contract of a form in which a judge model scores: a rubric, a comparison. */
import type { Judging } from "../../core/task.ts";

/** What a form makes of its options: the judging of a task, whatever its kind. To add one, see the table in `index.ts`. */
export interface JudgedForm extends Pick<Judging, "judge" | "metric" | "answers" | "unscorable"> {
  /** Calls of the judge model about one answer. */
  readonly calls: number;
  /** Names of the scores that each judgement has next to its own; absent for none. */
  readonly scores?: readonly string[];
  /** What it was made of, so that another one is another run. */
  readonly identity: object;
}
