import { describe, expect, it } from "vitest";
import { type ModelAnswer, NO_USAGE } from "../../../src/core/model.ts";
import { cleanReply } from "../../../src/core/replies/clean.ts";
import { countUnread, UNREAD, unreadLines, unreadWords, whyUnread } from "../../../src/core/replies/unread.ts";

function why(text: string, finish: ModelAnswer["finish"], usage: Partial<ModelAnswer["usage"]> = {}): string {
  return whyUnread({ finish, usage: { ...NO_USAGE, ...usage } }, cleanReply(text, "task"));
}

describe("whyUnread", () => {
  it.each([
    ["", "length", { output: 4096 }, "thinking"],
    ["", "length", { output: 4096, reasoning: 4096 }, "thinking"],
    ["<think>Let me think at length", "length", { output: 4096 }, "thinking"],
    ["<think>Let me think</think>\n", "length", { output: 4096 }, "thinking"],
    ["<|channel|>analysis<|message|>We need", "length", {}, "thinking"],
    ["analysisWe need", "length", {}, "thinking"],
    ["Well, the review looks", "length", { output: 16 }, "cut"],
    ["<think>done</think>Well, the review", "length", { output: 16 }, "cut"],
    ["", "stop", {}, "empty"],
    [" \n", "stop", {}, "empty"],
    ["<think>never ended", "stop", {}, "empty"],
    ["<|im_end|>", "stop", {}, "empty"],
    ["anything", "refusal", {}, "refused"],
    ["", "overflow", {}, "overflow"],
    ["I'm sorry, but I can't help with that.", "stop", {}, "refused"],
    ["I cannot assist with classifying this content.", "stop", {}, "refused"],
    ["Lo siento, no puedo ayudar con eso.", "stop", {}, "refused"],
    ["抱歉，我无法回答这个问题。", "stop", {}, "refused"],
    ["Sorry to say: mixed", "stop", {}, "unreadable"],
    ["mixed", "stop", {}, "unreadable"],
  ] as const)("calls %j with finish %s and %j %s", (text, finish, usage, code) => {
    expect(why(text, finish, usage)).toBe(code);
  });

  it("counts by code, in one order", () => {
    const judged = [
      { invalid: true, why: "unreadable" },
      { invalid: true, why: "thinking" },
      { invalid: true },
      { invalid: false },
      { invalid: true, why: "thinking" },
    ] as const;
    expect(Object.entries(countUnread(judged))).toEqual([
      ["thinking", 2],
      ["unreadable", 2],
    ]);
    expect(UNREAD).toHaveLength(6);
    expect(unreadWords("thinking")).toContain("Raise requests.maxOutputTokens");
  });

  it("says each reason in a line, unless there is only one, which says nothing more", () => {
    expect(unreadLines({ unreadable: 3 })).toEqual([]);
    expect(unreadLines({})).toEqual([]);
    expect(unreadLines({ thinking: 1200, unreadable: 1 })).toEqual([
      "1,200 empty, because the thinking used up all output tokens. Raise requests.maxOutputTokens, or have the model think less.",
      "1 not readable as an answer.",
    ]);
  });
});
