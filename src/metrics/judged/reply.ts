/** Reads the reply of a judge model: a reason, and a choice for each thing that was asked. */
import { isObject } from "../../core/values/is-object.ts";
import { jsonIn } from "../scores/read-json.ts";

/** What a judge model replied. */
export interface JudgeReply {
  /** Its reason; empty where it gave none. */
  readonly reason: string;
  /** The choice by the name of what was asked. */
  readonly choices: Readonly<Record<string, string>>;
}

/** Words for choices that models write in the place of these. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  true: "yes",
  false: "no",
  y: "yes",
  n: "no",
  pass: "yes",
  fail: "no",
  "answer 1": "1",
  "answer 2": "2",
  first: "1",
  second: "2",
  both: "tie",
  neither: "tie",
  equal: "tie",
  draw: "tie",
};

/**
 * The reason and the choices of a reply: JSON with a field for each, alone or in other text; else lines such as `score: 4`, of
 * which the last counts; else, where one thing was asked, a last line that is the choice alone. Undefined where a choice is missing or is none.
 * @param asked what may be chosen, by the name of what was asked
 */
export function readJudgeReply(
  text: string,
  asked: Readonly<Record<string, readonly string[]>>,
): JudgeReply | undefined {
  return fromJson(text, asked) ?? fromLines(text, asked);
}

function fromJson(text: string, asked: Readonly<Record<string, readonly string[]>>): JudgeReply | undefined {
  const value = jsonIn(text)?.value;
  if (!isObject(value)) return undefined;
  const fields = new Map(Object.entries(value).map(([name, one]) => [keyOf(name), one]));
  const nested = fields.get("scores");
  if (isObject(nested)) for (const [name, one] of Object.entries(nested)) fields.set(keyOf(name), one);
  const reason = fields.get("reason");
  return complete(asked, typeof reason === "string" ? reason : "", (name) => {
    const found = fields.get(keyOf(name));
    return isObject(found) ? (found["score"] ?? found["answer"]) : found;
  });
}

function fromLines(text: string, asked: Readonly<Record<string, readonly string[]>>): JudgeReply | undefined {
  const lines = text.split("\n").map((line) => line.replace(/[*_`#>]/g, "").trim());
  const names = Object.keys(asked);
  const written = (name: string): { at: number; choice: string } | undefined => {
    const at = lines.findLastIndex((line) => keyOf(line.split(":")[0]!.replace(/^[-•\d.) ]+/, "")) === keyOf(name));
    if (at !== -1) return { at, choice: lines[at]!.slice(lines[at]!.indexOf(":") + 1) };
    const last = lines.findLastIndex((line) => line !== "");
    return names.length === 1 && last !== -1 ? { at: last, choice: lines[last]! } : undefined;
  };
  const first = Math.min(...names.map((name) => written(name)?.at ?? 0));
  const reason = lines
    .slice(0, first)
    .join(" ")
    .replace(/^\s*reason\s*:\s*/i, "")
    .trim();
  return complete(asked, reason, (name) => written(name)?.choice);
}

/** The reply, if each thing that was asked has a choice. */
function complete(
  asked: Readonly<Record<string, readonly string[]>>,
  reason: string,
  found: (name: string) => unknown,
): JudgeReply | undefined {
  const choices: Record<string, string> = {};
  for (const [name, allowed] of Object.entries(asked)) {
    const choice = choiceOf(found(name), allowed);
    if (choice === undefined) return undefined;
    choices[name] = choice;
  }
  return { reason: reason.trim(), choices };
}

/** One of the choices, as models write it: `Yes.`, `4/5`, `4 out of 5`, true, 4. */
function choiceOf(value: unknown, allowed: readonly string[]): string | undefined {
  if (!["string", "number", "boolean"].includes(typeof value)) return undefined;
  const plain = String(value)
    .toLowerCase()
    .replace(/\s*(?:\/|out of)\s*5\b/, "")
    .replace(/^[\s"'“”([]+|[\s"'“”.!)\]]+$/g, "")
    .replace(/\.0+$/, "");
  return allowed.find((one) => one === plain || one === OTHER_WORDS[plain]);
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
