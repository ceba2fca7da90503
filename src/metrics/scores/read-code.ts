/** Reads the code, or the call of a tool, that an answer gives. */
import { isObject } from "../../core/values/is-object.ts";
import type { Reading } from "./judge.ts";
import { jsonIn } from "./read-json.ts";

/** The code of an answer: what its last code fence holds, closed or not, else all of it. Undefined where it is empty. */
export function codeIn(text: string): Reading<string> | undefined {
  const fenced = Array.from(
    text.matchAll(/^[ \t]*```[^\n`]*\n([\s\S]*?)(?:^[ \t]*```|$(?![\s\S]))/gm),
    ([, code]) => code!,
  ).at(-1);
  if (fenced !== undefined && fenced.trim() !== "") return { value: fenced.trimEnd(), reading: "tolerant" };
  const plain = text.trim();
  return plain === "" || plain.startsWith("```") ? undefined : { value: plain, reading: "strict" };
}

/** A call of a tool. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Fields that name the tool, and those that hold its arguments, in the formats of OpenAI, Anthropic, Gemini and Qwen. */
const NAMES = ["name", "tool", "tool_name", "function"];
const ARGUMENTS = ["arguments", "args", "parameters", "input"];

/** The call of a tool that an answer writes as JSON, alone, in a list of one, in tags or in words. Undefined where there is none. */
export function toolCallIn(text: string): Reading<ToolCall> | undefined {
  const json = jsonIn(text.replace(/<\/?tool_call>/g, "\n"));
  const call = json && callOf(json.value);
  if (call === undefined) return undefined;
  const isPlain = json!.reading === "strict" && text.trimStart().startsWith("{") && isObject(json!.value);
  const asAsked = isPlain && ["name", "arguments"].every((key) => Object.hasOwn(json!.value as object, key));
  return { value: call, reading: asAsked ? "strict" : "tolerant" };
}

function callOf(value: unknown): ToolCall | undefined {
  if (Array.isArray(value)) return value.length === 1 ? callOf(value[0]) : undefined;
  if (!isObject(value)) return undefined;
  const inner = ["function", "functionCall", "function_call", "tool_call"].map((key) => value[key]).find(isObject);
  if (inner !== undefined) return callOf(inner);
  const name = NAMES.map((key) => value[key]).find((one) => typeof one === "string");
  const given = ARGUMENTS.map((key) => value[key]).find((one) => one !== undefined) ?? {};
  const args: unknown = typeof given === "string" ? jsonIn(given)?.value : given;
  return typeof name === "string" && isObject(args) ? { name, arguments: args } : undefined;
}
