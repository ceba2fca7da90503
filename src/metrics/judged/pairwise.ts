/**
 * A judge model compares each answer with the right one of its row.
 *
 * Both orders are asked, since judges prefer a position: an answer wins or loses only where both orders agree, and ties
 * otherwise (Zheng et al., MT-Bench, arXiv 2306.05685, section 3.4). The score is 1, 0.5 or 0.
 */
import type { Message } from "../../core/model.ts";
import { meanScore } from "../mean-score.ts";
import { choicesAsker, judgeAnswers } from "./asked.ts";
import type { JudgedForm } from "./form.ts";
import type { Pairwise } from "./options.ts";
import type { JudgeReply } from "./reply.ts";
import { inputOf, JUDGE_HEADINGS, judgeMessages, referencesOf, type JudgedPart } from "./request.ts";

const choices = choicesAsker({ better: ["1", "2", "tie"] });

const REPLY = [
  "Which answer is better by the criteria? Their order and their length say nothing. Reply with one JSON object and nothing else.",
  'First "reason": one or two sentences on what decides. Then "better": "1", "2" or "tie".',
  'Such as: {"reason":"...","better":"tie"}',
].join("\n");

/** Who is better in one order, and why. */
interface Side {
  readonly winner: "answer" | "reference" | "tie";
  readonly reason: string;
}

export function pairwise(option: Pairwise, columns: readonly string[]): JudgedForm {
  const criteria = typeof option === "string" ? option : option.criteria;

  const messagesFor = (input: JudgedPart, first: string, second: string): readonly Message[] =>
    judgeMessages(
      [input, { heading: JUDGE_HEADINGS.first, data: first }, { heading: JUDGE_HEADINGS.second, data: second }],
      criteria,
      REPLY,
    );

  return {
    calls: 2,
    identity: { pairwise: criteria },
    metric: { ...meanScore(), name: "win rate" },
    answers: `A model compares each answer with a right one; ties count half. The better answer does this: ${criteria}`,
    unscorable: (example) =>
      referencesOf(example).length > 0 ? undefined : "the row has no right answer to compare with",
    judge: judgeAnswers(async (answer, example, ask) => {
      const [reference = ""] = referencesOf(example);
      const input = inputOf(example, columns);
      const orders = [messagesFor(input, answer, reference), messagesFor(input, reference, answer)];
      const [one, two] = (await choices(ask, orders)).map((reply, i) => read(reply, i + 1)) as [Side, Side];
      const agree = one.winner === two.winner;
      const score = !agree || one.winner === "tie" ? 0.5 : one.winner === "answer" ? 1 : 0;
      const reason = one.winner === "reference" ? one.reason : two.winner === "reference" ? two.reason : one.reason;
      return {
        score,
        // A tie leaves something to gain, so it is an error to learn from.
        correct: score > 0.5,
        invalid: false,
        orderDependent: !agree,
        ...(reason !== "" && { feedback: reason }),
      };
    }),
  };
}

/** What a reply says with the answer at this place, the reason with both answers called by what they are. */
function read({ reason, choices: { better } }: JudgeReply, place: number): Side {
  const winner = better === "tie" ? "tie" : Number(better) === place ? "answer" : "reference";
  const plain = reason.replace(/\b(?:answer|response) ?([12])\b/gi, (_, number: string) =>
    Number(number) === place ? "the answer" : "the right answer",
  );
  return { winner, reason: plain };
}
