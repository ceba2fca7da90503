import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_USAGE, type ModelAnswer } from "../../../../src/core/model.ts";
import { readReply } from "../../../../src/core/asking/reading/reply.ts";

const reply = (text: string, finish: ModelAnswer["finish"] = "stop") => readReply({ text, finish, usage: NO_USAGE });

describe("readReply", () => {
  it.each([
    ['{"items": ["a\nb", "c",]}', ["a\nb", "c"]],
    ["{'items': ['a', 'b']}", ["a", "b"]],
    ["{items: ['a']}", ["a"]],
    ['{"reasons": ["a", "b"]}', ["a", "b"]],
    ['{"items": [{"reason": "a"}, {"reason": "b"}]}', ["a", "b"]],
    ['[{"id": 1, "text": "a", "confidence": "high"}]', ["a"]],
    ['{"reason_1": "a", "reason_2": "b"}', ["a", "b"]],
    ['{"1": "a", "2": "b"}', ["a", "b"]],
    ['{"items": {"1": "a", "2": "b"}}', ["a", "b"]],
    ['{"item": "a"}\n{"item": "b"}', ["a", "b"]],
    ['"{\\"items\\": [\\"a\\"]}"', ["a"]],
    ['Of {{text}} I say: {"items": ["a"]}', ["a"]],
    ['```json\n{"items": ["a"],}\n```\nHope this helps!', ["a"]],
    ['<think>\nMaybe {curly}? No.\n</think>\n{"items": ["a"]}', ["a"]],
    ["<think>Draft: <item>DRAFT</item></think>\n<item>a</item>", ["a"]],
    ["<IMPROVED_VARIABLE>a</IMPROVED_VARIABLE>", ["a"]],
    ["<START>a<END>\n<START>b<END>", ["a", "b"]],
    ["Here they are:\n<reason>a</reason>\n<reason>b</reason>", ["a", "b"]],
    ["<reason_1>a</reason_1>\n<reason_2>b</reason_2>", ["a", "b"]],
    ['<item id="1">a</item><item id="2">b</item>', ["a", "b"]],
    ["<prompts>\n<prompt>a</prompt>\n<prompt>b</prompt>\n</prompts>", ["a", "b"]],
    ["Here are two reasons:\n\n1. **A**: x\n2. **B**: y", ["**A**: x", "**B**: y"]],
    ["1. a\n   more\n\n2. b\n   - c\n   - d\n\nLet me know!", ["a\nmore", "b\n- c\n- d"]],
    ["1. **A**\n- x\n- y\n2. **B**\n- z", ["**A**\n- x\n- y", "**B**\n- z"]],
    ["### Reason 1\na\n\n### Reason 2\nb", ["a", "b"]],
    ["**Reason 1:** a\n**Reason 2:** b", ["a", "b"]],
    ["| # | Reason |\n|---|---|\n| 1 | a b c d e |\n| 2 | f g h i j |", ["a b c d e", "f g h i j"]],
  ])("reads what is written in other forms: %j", (text, items) => {
    expect(reply(text)).toEqual({ items });
  });

  it("reads sections between fences, as many as were asked for, behind a line that announces them", () => {
    const section = (text: string, count = 1) =>
      readReply({ text, finish: "stop", usage: NO_USAGE }, { kind: "sections", count });
    expect(section("Here is the new prompt:\n```\na\nb\n```\nIt is shorter.")).toEqual({ items: ["a\nb"] });
    expect(section("```\na\n```\n\n```\nb\n```", 2)).toEqual({ items: ["a", "b"] });
    expect(section("```\na\n```\n\n```\nb\n```")).toEqual({ dropped: "unreadable" });
    expect(section("Decide. Answer like this:\n```\na\n```")).toEqual({ dropped: "unreadable" });
    expect(section("Here is the new prompt:")).toEqual({ dropped: "unreadable" });
  });

  it("takes no list for sections unless it has as many items as were asked for", () => {
    const list = { text: "1. Read it.\n2. Decide.", finish: "stop", usage: NO_USAGE } as const;
    expect(readReply(list, { kind: "sections", count: 1 })).toEqual({ dropped: "unreadable" });
    expect(readReply(list, { kind: "sections", count: 2 })).toEqual({ items: ["Read it.", "Decide."] });
  });

  it("leaves out items that only announce, and those that break off", () => {
    expect(reply('{"items": ["Here are the reasons:", "a"]}')).toEqual({ items: ["a"] });
    expect(reply('{"items": ["The prompt does not explicitly state how "]}')).toEqual({ dropped: "truncated" });
  });

  it("says when the thinking used up the tokens", () => {
    expect(reply("<think>Let me see", "length")).toEqual({ dropped: "thinking" });
    const usage = { ...NO_USAGE, output: 9, reasoning: 9 };
    expect(readReply({ text: "", finish: "length", usage })).toEqual({ dropped: "thinking" });
  });

  it.each([
    ['{"items": ["a", " b "]}', ["a", "b"]],
    ['```json\n{"items": ["a"]}\n```', ["a"]],
    ['Here you are: {"items": ["a {b}"]} Good luck!', ["a {b}"]],
    ['["a", "b"]', ["a", "b"]],
    ["<item>a</item>\n<item>\nb\nc\n</item>", ["a", "b\nc"]],
    ["<item>a\n<ITEM>b", ["a", "b"]],
    ["1. a\n\n2) b\n- c", ["a", "b", "c"]],
    ["Sure:\n1. a", ["a"]],
  ])("reads %j", (text, items) => {
    expect(reply(text)).toEqual({ items });
  });

  it.each([
    ["a new prompt without any mark", "unreadable"],
    ['{"items": [1, 2]}', "unreadable"],
    ['{"other": []}', "unreadable"],
    ['{"items": ["a"', "unreadable"],
    ["   ", "empty"],
    ['{"items": ["", " "]}', "empty"],
    ["<item></item>", "empty"],
  ])("drops %j", (text, dropped) => {
    expect(reply(text)).toEqual({ dropped });
  });

  it("drops what was cut off or refused, whatever it holds", () => {
    expect(reply("<item>whole</item><item>hal", "length")).toEqual({ dropped: "truncated" });
    expect(reply('{"items": ["a"]}', "overflow")).toEqual({ dropped: "truncated" });
    expect(reply("I cannot", "refusal")).toEqual({ dropped: "refused" });
  });

  it("gives back any items as they were, in JSON, and in tags unless they hold tags", () => {
    const item = fc
      .string()
      .map((text) => text.trim())
      .filter((text) => text !== "");
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), (items) => {
        expect(reply(JSON.stringify({ items }))).toEqual({ items });
        fc.pre(items.every((text) => !/item>/i.test(text) && !/["{}[\]]/.test(text)));
        expect(reply(items.map((text) => `<item>${text}</item>`).join("\n"))).toEqual({ items });
      }),
    );
  });
});
