/**
 * A judge model scores each answer by criteria in words.
 *
 * The form follows G-Eval (arXiv 2303.16634: criteria, a reason, then a score), promptfoo's `llm-rubric` (a JSON object with
 * reason and score) and autoevals' LLMClassifier (a choice of few, each with its worth).
 */
import { meanScore } from "../mean-score.ts";
import { weighed } from "../named-scores.ts";
import { choicesAsker, judgeAnswers } from "./asked.ts";
import type { JudgedForm } from "./form.ts";
import type { Criterion, Rubric } from "./options.ts";
import type { JudgeReply } from "./reply.ts";
import { inputOf, JUDGE_HEADINGS, judgeMessages, referencesOf } from "./request.ts";
import { SCALE_NAMES, scaleOf, worth, type Scale } from "./scales.ts";

/** The name of the one criterion that a text is. */
const ONLY = "score";

/** A score this far below what is enough is rounding. */
const ROUNDING = 1e-9;

export function rubric(option: Rubric, columns: readonly string[]): JudgedForm {
  const given: Exclude<Rubric, string> = typeof option === "string" ? { criteria: option } : option;
  const { criteria } = given;
  const scale = scaleOf(given.scale ?? SCALE_NAMES[0]);
  const { enough = scale.enough } = given;
  const list: readonly Criterion[] = typeof criteria === "string" ? [{ name: ONLY, text: criteria }] : criteria;
  const named = typeof criteria !== "string";
  const choices = choicesAsker(Object.fromEntries(list.map(({ name }) => [name, scale.choices])));
  const question = list.map(({ name, text }) => (named ? `- ${name}: ${text}` : text)).join("\n");
  const reply = replyWords(list, scale);

  return {
    calls: 1,
    ...(named && { scores: list.map(({ name }) => name) }),
    identity: { judge: { criteria: list, scale: scale.name, enough } },
    metric: meanScore("judge's score"),
    answers: `Each answer is judged by a model, from 0 to 1. ${named ? "It must meet these criteria:" : "A good answer meets this:"} ${list.map(({ text }) => text).join(" ")}`,
    judge: judgeAnswers(async (answer, example, ask) => {
      const [right, ...others] = referencesOf(example);
      const messages = judgeMessages(
        [
          inputOf(example, columns),
          ...(right === undefined ? [] : [right, ...others].map((data) => ({ heading: JUDGE_HEADINGS.right, data }))),
          { heading: JUDGE_HEADINGS.answer, data: answer },
        ],
        question,
        reply,
      );
      const [{ reason, choices: chosen }] = (await choices(ask, [messages])) as readonly [JudgeReply];
      const parts = weighed(
        Object.fromEntries(list.map(({ name, weight = 1 }) => [name, { score: worth(scale, chosen[name]!)!, weight }])),
      )!;
      const feedback = [reason, ...(named ? [parts.words] : [])].filter(Boolean).join(" ");
      return {
        score: parts.score,
        correct: parts.score >= enough - ROUNDING,
        invalid: false,
        ...(named && { scores: parts.scores }),
        ...(feedback !== "" && { feedback }),
      };
    }),
  };
}

function replyWords(list: readonly Criterion[], { asked, choices }: Scale): string {
  const best = choices.at(-1)!;
  const example = JSON.stringify({ reason: "...", ...Object.fromEntries(list.map(({ name }) => [name, best])) });
  const fields = list.map(({ name }) => `"${name}"`).join(", ");
  return [
    `Does the answer meet ${list.length === 1 ? "the criterion" : "each criterion"}? Reply with one JSON object and nothing else.`,
    `First "reason": one or two sentences on what the answer does well or lacks. Then ${fields}: ${asked}.`,
    `Such as: ${example}`,
  ].join("\n");
}
