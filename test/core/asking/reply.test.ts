import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_USAGE, type ModelAnswer } from "../../../src/core/model.ts";
import { readReply } from "../../../src/core/asking/reply.ts";

const reply = (text: string, finish: ModelAnswer["finish"] = "stop") => readReply({ text, finish, usage: NO_USAGE });

describe("readReply", () => {
  it.each([
    ['{"items": ["a", " b "]}', ["a", "b"]],
    ['```json\n{"items": ["a"]}\n```', ["a"]],
    ['Here you are: {"items": ["a {b}"]} Good luck!', ["a {b}"]],
    ['["a", "b"]', ["a", "b"]],
    ["<item>a</item>\n<item>\nb\nc\n</item>", ["a", "b\nc"]],
    ["<item>a\n<ITEM>b", ["a", "b"]],
    ["1. a\n\n2) b\n- c", ["a", "b", "c"]],
  ])("reads %j", (text, items) => {
    expect(reply(text)).toEqual({ items });
  });

  it.each([
    ["a new prompt without any mark", "unreadable"],
    ["Sure:\n1. a", "unreadable"],
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
