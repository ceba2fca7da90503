/** The simulated judge: reads a request of the metric `{ judge }` or `{ pairwise }`, and judges by what its criteria ask for, with a slip now and then. */
import type { ModelRequest } from "../../core/model.ts";
import { rng } from "../../core/rng.ts";
import { JUDGE_HEADINGS } from "../../metrics/judged/request.ts";
import { partsOf, unfenced } from "../rules/optimizer-request.ts";
import { numbersIn, sentences, shared, meaningful } from "./words.ts";

/** Chance that it is wrong about one criterion of an answer; asked again, it is wrong in the same way. */
const SLIP = 0.03;
/** Most sentences of an answer that is brief. */
const MOST = 3;
/** Share of the right answer's words that an answer with the same facts has. */
const SAME = 0.5;

/** One thing that criteria may ask for. */
interface Notion {
  /** Criteria that ask for it. */
  readonly asked: RegExp;
  readonly met: (answer: string, right: string) => boolean;
  /** What it says of an answer that lacks it. */
  readonly lacks: (answer: string, right: string) => string;
}

const SILENT = /\bnotes do not say\b|\bdo not know\b|\bcannot say\b/i;

const NOTIONS: readonly Notion[] = [
  {
    asked: /\bgreet|\bpolite|\bfriendly\b/i,
    met: (answer) => /^(?:hello|hi|dear|good (?:morning|day|evening)|thank)/i.test(answer),
    lacks: () => "It does not greet the reader.",
  },
  {
    asked: /\bright\b|\bcorrect|\bfacts?\b/i,
    met: (answer, right) =>
      SILENT.test(right)
        ? SILENT.test(answer)
        : numbersIn(right).every((number) => numbersIn(answer).includes(number)) &&
          shared(answer, right) >= SAME * meaningful(right).size,
    lacks: (_, right) =>
      SILENT.test(right) ? "It invents what is not in the notes." : "It is vague and leaves out the facts.",
  },
  {
    asked: /\bnext\b|\bwhat to do\b/i,
    met: (answer) => /\bnext step\b|\bplease (?:ask|bring|call|come|use|write)\b/i.test(answer),
    lacks: () => "It names no next step.",
  },
  {
    asked: /\bsentences\b|\bbrief|\bshort\b/i,
    met: (answer) => sentences(answer).length <= MOST,
    lacks: () => "It is too long.",
  },
];

/** The reply; undefined for a request that is no judge's. */
export function judgeReply(request: ModelRequest): string | undefined {
  const parts = partsOf(request.messages.map(({ content }) => content).join("\n"));
  const criteria = parts.get(JUDGE_HEADINGS.criteria);
  if (criteria === undefined || request.format.kind !== "json") return undefined;
  const data = (heading: string): string => unfenced(parts.get(heading) ?? "");
  const slip = rng(1).fork(JSON.stringify(request.messages));
  const slips = (): boolean => slip.next() < SLIP;
  const [one, two] = [data(JUDGE_HEADINGS.first), data(JUDGE_HEADINGS.second)];
  if (one !== "") {
    const [first, second] = [metIn(one, criteria, two), metIn(two, criteria, one)];
    const better = first === second ? "tie" : first > second !== slips() ? "1" : "2";
    return JSON.stringify({ reason: `Answer 1 meets ${first} criteria, answer 2 ${second}.`, better });
  }
  const [answer, right] = [data(JUDGE_HEADINGS.answer), data(JUDGE_HEADINGS.right)];
  const properties = request.format.schema["properties"] as Readonly<
    Record<string, { readonly enum?: readonly string[] }>
  >;
  const reasons: string[] = [];
  const choices = Object.entries(properties).flatMap(([name, { enum: choices = [] }]) => {
    if (choices.length === 0) return [];
    const text = criterionOf(criteria, name);
    const failed = notionsIn(text).filter((notion) => notion.met(answer, right) === slips());
    reasons.push(...failed.map((notion) => notion.lacks(answer, right)));
    return [[name, failed.length === 0 ? choices.at(-1) : choices[0]] as const];
  });
  const reason = reasons.length === 0 ? "It does all that is asked for." : reasons.join(" ");
  return JSON.stringify({ reason, ...Object.fromEntries(choices) });
}

/** The line of a criterion, or all of a text that names none. */
function criterionOf(criteria: string, name: string): string {
  const line = criteria.split("\n").find((one) => one.startsWith(`- ${name}: `));
  return line ?? criteria;
}

function notionsIn(criterion: string): readonly Notion[] {
  return NOTIONS.filter(({ asked }) => asked.test(criterion));
}

function metIn(answer: string, criteria: string, other: string): number {
  return notionsIn(criteria).filter(({ met }) => met(answer, other)).length;
}
