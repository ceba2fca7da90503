/** The simulated task model of the support desk: goes by the words of a message, and by the rules that its prompt states. */
import type { ModelRequest } from "../../core/model.ts";
import type { TaskAnswer } from "../rules/follower.ts";
import { promptReader } from "../rules/read-prompt.ts";
import { remembered } from "../rules/remembered.ts";
import { rulesIn } from "../rules/rule.ts";
import { TICKETS } from "./language.ts";
import { HARMFUL, HELPFUL, QUEUES, type Queue } from "./rules.ts";

const readPrompt = promptReader({
  row: ["ticket", "message", "text", "mail", "input"],
  answer: ["queue", "label", "answer", "category", "output"],
});

/** Words that anybody takes for a queue's, where no rule is about the message. */
const PLAIN: Readonly<Record<Queue, RegExp>> = {
  billing: /\bcharge|\bbill|\binvoice|\bpay|\bcard\b|\bprice|\bmoney\b|[$€£]/gi,
  bug: /\berror\b|\bcrash|\bbug\b|\bapp\b|\bbroken\b|\bdoes not work\b|\bupdate\b/gi,
  login: /\blog(?:ged)? in\b|\bpassword\b/gi,
  other: /\bthank|\bhello\?|\bwish\b/gi,
  refund: /\brefund/gi,
  shipping: /\bparcel|\border\b|\bdeliver|\barriv|\bnever (?:came|arrives)\b|\baddress\b|\bbox\b|\bsend\b/gi,
};

const rulesOf = remembered(2_000, (instruction: string) => new Set(rulesIn(TICKETS, instruction)));

/** The queue of the message in the prompt, and another one. */
export function answerTicket({ messages, format }: Pick<ModelRequest, "messages" | "format">): TaskAnswer {
  const { instruction, row } = readPrompt(messages);
  const stated = rulesOf(instruction);
  // A rule that does harm is believed like any other, and holds where none of the others is about the message.
  const rule = [...HELPFUL, ...HARMFUL].find((one) => stated.has(one) && one.fits.some((pattern) => pattern.test(row)));
  const queue = rule?.queue ?? plainly(row);
  const mistake = QUEUES[(QUEUES.indexOf(queue) + 1) % QUEUES.length]!;
  return { answer: written(queue, format), mistake: written(mistake, format) };
}

/** The queue with the most words; of several the one that is named first; `other` where there is none. */
function plainly(message: string): Queue {
  let [best, most]: [Queue, number] = ["other", 0];
  for (const queue of QUEUES) {
    const count = message.match(PLAIN[queue])?.length ?? 0;
    if (count > most) [best, most] = [queue, count];
  }
  return best;
}

/** The queue in the form of the reply: the choice that means it, or its name. */
function written(queue: Queue, format: ModelRequest["format"]): string {
  if (format.kind === "choice") return format.choices.find((choice) => choice.toLowerCase() === queue) ?? queue;
  if (format.kind !== "json") return queue;
  const names = Object.keys(format.schema["properties"] ?? {});
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, queue])));
}
