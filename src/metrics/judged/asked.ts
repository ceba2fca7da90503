/** One question to a judge model about one answer: what every form of judging shares. */
import { MetricError } from "../../core/errors.ts";
import type { Message } from "../../core/model.ts";
import { cleanReply } from "../../core/replies/clean.ts";
import { whyUnread } from "../../core/replies/unread.ts";
import type { AskJudge, Judge, Judgement, JudgeRequest } from "../../core/task.ts";
import { oneLine } from "../../core/values/words.ts";
import { readJudgeReply, type JudgeReply } from "./reply.ts";
import { reasonFirst } from "./request.ts";

/** Characters of a reply that an error shows. */
const SHOWN = 200;

/** Asks the judge model these questions at once; replies in their order. */
export type AskChoices = (ask: AskJudge, questions: readonly (readonly Message[])[]) => Promise<readonly JudgeReply[]>;

/**
 * Asks for choices with a reason. A reply that cannot be read is asked for once more, as another sample; one after the other,
 * so that a cap on calls cuts at one place. Throws a MetricError when such a reply cannot be read either.
 * @param asked what may be chosen, by the name of what is asked
 */
export function choicesAsker(asked: Readonly<Record<string, readonly string[]>>): AskChoices {
  const format = reasonFirst(asked);

  return async (ask, questions) => {
    const requests = questions.map((messages): JudgeRequest => ({ messages, format }));
    const first = await Promise.all(requests.map(ask));
    const replies: JudgeReply[] = [];
    for (const [i, { text }] of first.entries())
      replies.push(readJudgeReply(text, asked) ?? (await once(ask, requests[i]!)));
    return replies;
  };

  async function once(ask: AskJudge, request: JudgeRequest): Promise<JudgeReply> {
    const { text } = await ask({ ...request, sample: 1, again: true });
    const reply = readJudgeReply(text, asked);
    if (reply !== undefined) return reply;
    throw new MetricError(
      `judge: expected ${Object.keys(asked).join(", ")} in the judge model's reply, got twice what cannot be read: “${oneLine(text, SHOWN)}”`,
    );
  }
}

/** A judge that asks about answers which say something. A refusal, an overflow and an empty answer are wrong without asking. */
export function judgeAnswers(
  judged: (text: string, example: Parameters<Judge>[1], ask: AskJudge) => Promise<Judgement>,
): Judge {
  return async (answer, example, ask) => {
    const cleaned = cleanReply(answer.text, "task");
    const why = whyUnread(answer, cleaned);
    const failed = answer.finish === "refusal" || answer.finish === "overflow" || cleaned.text.trim() === "";
    if (failed) return { score: 0, correct: false, invalid: true, why };
    if (ask === undefined) throw new MetricError("judge: the metric asks a model, but none is named");
    return { predicted: cleaned.text.trim(), ...(await judged(cleaned.text.trim(), example, ask)) };
  };
}
