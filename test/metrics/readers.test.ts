/** How the values of answers are read: strictly where the answer is the value, tolerantly out of what is around it, or not at all. */
import { describe, expect, it } from "vitest";
import {
  choiceReader,
  codeIn,
  jsonIn,
  labelsReader,
  numberIn,
  toolCallIn,
  type Reading,
} from "../../src/metrics/scores/index.ts";

type Case = readonly [text: string, value: unknown, reading?: "strict" | "tolerant"];

/** A case without a reading is one that is not read. */
function reads(read: (text: string) => Reading<unknown> | undefined, cases: readonly Case[]): void {
  for (const [text, value, reading] of cases)
    it(`${JSON.stringify(text)} ${reading === undefined ? "is not read" : `as ${JSON.stringify(value)}, ${reading}`}`, () => {
      expect(read(text)).toEqual(reading === undefined ? undefined : { value, reading });
    });
}

describe("numbers", () => {
  reads(numberIn, [
    ["42", 42, "strict"],
    ["**-3.5**", -3.5, "strict"],
    ["$1,250.50", 1250.5, "strict"],
    ["1 250 km", 1250, "strict"],
    ["7%.", 7, "strict"],
    ["1e3", 1000, "strict"],
    ["He has 3 + 4 = 7 apples.\n#### 7", 7, "tolerant"],
    ["So 12 - 5 is left, hence \\boxed{7}. (Not 8.)", 7, "tolerant"],
    ["First 5. The answer is 7, since 2 are new.", 7, "tolerant"],
    ["Answer: 3 + 4 = 7", 7, "tolerant"],
    ["The answer is x = 2 + 5 = $7.00 in all.", 7, "tolerant"],
    ["The total is 9. Two are lost, so 7 remain", 7, "tolerant"],
    ["It has 3 200 g bags", 200, "tolerant"],
    ["Between 5-7", 7, "tolerant"],
    ["In model B52 there are none", undefined],
    ["none", undefined],
    ["", undefined],
  ]);
});

describe("letters of options", () => {
  reads(choiceReader(["A", "B", "C", "D"]), [
    ["B", "B", "strict"],
    ["(c).", "C", "strict"],
    ["**D**", "D", "strict"],
    ["E", undefined],
    ["B) Paris", "B", "tolerant"],
    ["A is tempting, but the answer is (B).", "B", "tolerant"],
    ["The answer is C because of A.", "C", "tolerant"],
    ["So I choose option D", "D", "tolerant"],
    ["$\\boxed{\\text{A}}$", "A", "tolerant"],
    ["Only (B) fits.", "B", "tolerant"],
    ["It is hard.\n\nC", "C", "tolerant"],
    ["The answer is a matter of taste.", undefined],
    ["(A) is Paris and (B) is Rome, I cannot say", undefined],
    ["A) Paris\nB) Rome\nC) Bern", undefined],
    ["", undefined],
    ['{"answer": "B"}', "B", "tolerant"],
    ['{"answer": "E"}', undefined],
    ['{"thought": "Hm.", "answer": "(B)"}', "B", "tolerant"],
  ]);
});

describe("letters of options in an object that was asked for", () => {
  reads(choiceReader(["A", "B", "C"], "json"), [
    ['{"answer": "B"}', "B", "strict"],
    ['{ "answer":"c" }', "C", "strict"],
    ['{"answer": "B) Paris"}', "B", "tolerant"],
    ['Here: {"answer": "B"}', "B", "tolerant"],
    ['{"thought": "Hm.", "answer": "B"}', "B", "tolerant"],
    ['{"answer": 2}', undefined],
    ['{"answer": "D"}', undefined],
    ["B", "B", "strict"],
  ]);
});

describe("sets of labels", () => {
  reads(labelsReader(["art", "local news", "sport"]), [
    ['{"labels": ["sport", "art"]}', ["art", "sport"], "strict"],
    ["[]", [], "strict"],
    ['Here: ["Art"]', ["art"], "tolerant"],
    ["Labels: sport, local news", ["local news", "sport"], "tolerant"],
    ["- Sport\n- art", ["art", "sport"], "tolerant"],
    ["I think it fits two:\n1. art\n2. sport", ["art", "sport"], "tolerant"],
    ["art and sport", ["art", "sport"], "tolerant"],
    ["None.", [], "tolerant"],
    ["sport, politics", undefined],
    ['{"labels": ["politics"]}', undefined],
    ["not sport", undefined],
    ["", undefined],
  ]);
});

describe("JSON", () => {
  reads(jsonIn, [
    ['{"a": [1, {"b": null}]}', { a: [1, { b: null }] }, "strict"],
    [' ["x"] ', ["x"], "strict"],
    ['Sure:\n```json\n{"a": 1}\n```\nDone.', { a: 1 }, "tolerant"],
    ['The object is {"a": 1}, as asked.', { a: 1 }, "tolerant"],
    ["{'a': 1, b: 'x',}", { a: 1, b: "x" }, "tolerant"],
    ["no object", undefined],
    ["", undefined],
  ]);
});

describe("code and calls of tools", () => {
  reads(codeIn, [
    ["print(1)", "print(1)", "strict"],
    ["First:\n```py\nprint(1)\n```\nthen\n```py\nprint(2)\n```", "print(2)", "tolerant"],
    ["```js\nlet a = 1;", "let a = 1;", "tolerant"],
    ["```\n```", undefined],
    ["  ", undefined],
  ]);
  const call = { name: "add", arguments: { to: 4 } };
  reads(toolCallIn, [
    ['{"name": "add", "arguments": {"to": 4}}', call, "strict"],
    ['[{"type": "function", "function": {"name": "add", "arguments": "{\\"to\\": 4}"}}]', call, "tolerant"],
    ['<tool_call>\n{"name": "add", "arguments": {"to": 4}}\n</tool_call>', call, "tolerant"],
    ['I call it: {"tool": "add", "input": {"to": 4}}', call, "tolerant"],
    ['{"name": "add"}', { name: "add", arguments: {} }, "tolerant"],
    ['{"arguments": {"to": 4}}', undefined],
    ['[{"name": "a"}, {"name": "b"}]', undefined],
    ["add(4)", undefined],
  ]);
});
