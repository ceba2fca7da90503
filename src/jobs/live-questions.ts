/** What the optimizer model is asked first when it is tried: what a run asks of it, again where the reply is of no use. */
import { methodOf } from "../core/methods/index.ts";
import { commandQuestion } from "../core/methods/piecewise/write-commands.ts";
import type { Task } from "../core/task.ts";
import type { Question } from "../core/tools.ts";
import type { Settings } from "../options/settings.ts";

type FirstQuestion = Omit<Question, "round" | "rng" | "budget">;

/** The most requests that trying it takes. */
export const MOST_FIRST_QUESTIONS = 3;

/** The questions, until one is answered: paraphrases of the section, small questions, or both where a run may turn to those. */
export function firstQuestions(task: Task, { search }: Pick<Settings, "search">): readonly FirstQuestion[] {
  const { prompt, labels = [] } = task;
  const whole: FirstQuestion = { asked: "paraphrase", prompt, count: 1 };
  const small = commandQuestion(prompt, labels, 0);
  const { name, reads } = methodOf(search.method);
  if (name === "piecewise" || search.writer === "piecewise") return [small, small];
  return reads.includes("writer") && search.writer === "auto" ? [whole, whole, small] : [whole, whole];
}
