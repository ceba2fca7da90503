/** Code and calls of tools: a function of the user's scores the code, or the call, that an answer holds. */
import { codeIn, toolCallIn, type Reading } from "../metrics/scores/index.ts";
import { byFunction } from "./by-function.ts";

export const code = byFunction({
  name: "code",
  about: "a function of yours scores the code of an answer, without its fence and what is around it",
  answers: "A right answer is code, which is run or checked, and scored from 0 to 1.",
  read: codeIn,
});

export const tool = byFunction({
  name: "tool",
  about: 'a function of yours scores the call of a tool, given as JSON: {"name": "...", "arguments": {...}}',
  answers:
    'A right answer is one call of a tool as JSON, such as {"name": "...", "arguments": {...}}, scored from 0 to 1.',
  read: callText,
});

function callText(text: string): Reading<string> | undefined {
  const call = toolCallIn(text);
  return call && { value: JSON.stringify(call.value), reading: call.reading };
}
