import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Role } from "../../../src/core/model.ts";
import { CHANNELS, finalChannel } from "../../../src/core/replies/channels.ts";
import { cleanReply } from "../../../src/core/replies/clean.ts";
import { FIELDS, taggedAnswers } from "../../../src/core/replies/fields.ts";
import { THOUGHTS } from "../../../src/core/replies/thought-marks.ts";
import { TEMPLATES } from "../../../src/core/replies/turns.ts";

const clean = (text: string, role: Role = "task"): string => cleanReply(text, role).text;

/** Thoughts of every family with `%` in the place of what is thought, and nothing of the answer. */
const THINKING: readonly string[] = [
  "<think>\n%\n</think>\n",
  "<thinking>%</thinking>",
  "<thought>%</thought>\n",
  "<Thought>%</Thought>",
  "<reasoning>\n%\n</reasoning>\n\n",
  "<reflection>%</reflection>",
  "<scratchpad>%</scratchpad>",
  "<seed:think>%</seed:think>",
  "<longcat_think>%</longcat_think>",
  "<antThinking>%</antThinking>",
  '<thinking type="deep">%</thinking>',
  "[THINK]%[/THINK]",
  "◁think▷%◁/think▷",
  "<|begin_of_thought|>%<|end_of_thought|>",
  "<|START_THINKING|>%<|END_THINKING|>",
  "<|think|>%<|/think|>",
  "<|inner_prefix|>%<|inner_suffix|>",
  "<|channel>thought\n%<channel|>",
  "<unused94>thought\n%<unused95>",
  '<details type="reasoning">\n%\n</details>\n',
  "<|channel|>analysis<|message|>%<|end|><|start|>assistant<|channel|>final<|message|>",
  "<|channel|>analysis<|message|>%<|end|><|start|>assistant<|channel|>commentary<|message|>%<|end|><|start|>assistant<|channel|>final <|constrain|>JSON<|message|>",
  "analysisWe weigh: %assistantfinal",
  "Here is my thought process:\n%\n\nHere is my response:\n",
  "Thinking...\n%\n...done thinking.\n\n",
  "<|thinking_start|>%<|thinking_end|>",
  "Here are my reasoning steps:\n%\n[BEGIN FINAL RESPONSE]\n",
  "```thinking\n%\n```\n\n",
  "%</think>\n",
  "%</thinking>",
  "%\n[/THINK]",
];

describe("cleanReply", () => {
  const families = [...THOUGHTS, ...CHANNELS, ...TEMPLATES].map(({ family, example }) => [family, example] as const);
  it.each(families)("reads through %s, for both roles", (_, example) => {
    expect(clean(example)).toBe("positive");
    expect(clean(example, "optimizer")).toBe("positive");
  });

  it.each(FIELDS.map(({ family, example }) => [family, example]))("finds the answer among %s", (_, example) => {
    const text = clean(example);
    expect(taggedAnswers(text)[0] ?? text).toBe("positive");
  });

  it.each([
    ["<think>Is it negative?", ""],
    ["<think>a</think><think>b</think>positive", "positive"],
    ["<think>a<think>b</think>c</think>positive", "positive"],
    ["<thinking>a <reflection>negative</reflection> b</thinking>positive", "positive"],
    ["Sure. <think>negative?</think> positive", "Sure.  positive"],
    ["<think>negative", ""],
    ["<|channel|>analysis<|message|>The user wants a label: negative", ""],
    ["analysisThe user wants a label: negative", ""],
    ["<|channel|>final<|message|>positive<|return|>", "positive"],
    ["\ufeffpositive\u200b", "positive"],
    ["positive<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nnegative<|eot_id|>", "positive"],
    ["<|start_header_id|>assistant<|end_header_id|>\n\npositive", "positive"],
    ["<|im_start|>user\nnegative?<|im_end|>\n<|im_start|>assistant\npositive<|im_end|>", "positive"],
    ["[[ ## label ## ]]\npositive\n\n[[ ## completed ## ]]", "positive"],
    ["[[ ## reasoning ## ]]\nIt is negative", ""],
    ["positive\n\n[[ ## completed ## ]]", "positive"],
  ])("reads %j as %j", (text, read) => {
    expect(clean(text)).toBe(read);
  });

  it.each(["positive", " positive \n", "an analysis", "a < b | c > d", "[1] and [2]", "I think it is positive", "{}"])(
    "leaves %j as it is, for both roles",
    (text) => {
      expect(clean(text)).toBe(text);
      expect(clean(text, "optimizer")).toBe(text);
    },
  );

  it.each([
    '{"items": ["Think in <thinking> tags, close them with </thinking>, then answer."]}',
    "<item>Write <think>why</think> before the label.</item>",
    "```\nReason in <reasoning></reasoning> first.\n```",
    '{"items": ["End with </s> or <|im_end|>."]}',
    "Write your thoughts in <thinking></thinking> tags.",
  ])("leaves what the optimizer writes about such marks: %j", (text) => {
    expect(clean(text, "optimizer")).toBe(text);
  });

  it("takes thoughts of every family out of replies of both roles, whatever is thought", () => {
    const thoughts = fc.constantFrom(
      "Is it negative?",
      "The answer: negative",
      '{"items": ["draft"]}',
      "<item>DRAFT</item>",
      "a\n\n1. negative\n2. b",
      "Maybe {curly}?",
    );
    const answers: Readonly<Record<Role, readonly string[]>> = {
      task: ["positive", "Answer: positive", '{"label": "positive"}'],
      judge: ["yes", "4 of 5", '{"score": 1}'],
      optimizer: ['{"items": ["a", "b"]}', "<item>a</item>", "1. a\n2. b", "```\na\n```"],
    };
    const stops = fc.constantFrom(
      "",
      "<|im_end|>",
      "</s>",
      "<|eot_id|>",
      "<end_of_turn>",
      " [/INST]",
      "\n<|endoftext|>",
    );
    fc.assert(
      fc.property(
        fc.constantFrom<Role>("task", "judge", "optimizer"),
        fc.nat(),
        fc.constantFrom(...THINKING),
        thoughts,
        stops,
        fc.constantFrom("", "\ufeff", "\n", "<|im_start|>assistant\n"),
        (role, pick, marks, thought, stop, start) => {
          // A draft before a mark that nobody opened cannot be told from what is written about the mark.
          fc.pre(!(role === "optimizer" && marks.startsWith("%") && /^[{<]/.test(thought)));
          const answer = answers[role][pick % answers[role].length]!;
          const text = start + marks.replaceAll("%", () => thought) + answer + stop;
          expect(cleanReply(text, role)).toEqual({ text: answer, thought: true, unfinished: false });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("finds nothing in a thought that never ends", () => {
    const opens = THINKING.filter((marks) => !/^(?:%|Here|Thinking|```)/.test(marks));
    fc.assert(
      fc.property(fc.constantFrom(...opens), fc.constantFrom<Role>("task", "optimizer"), (marks, role) => {
        const text = `${marks.slice(0, marks.indexOf("%"))}It could be negative`;
        expect(cleanReply(text, role)).toEqual({ text: "", thought: true, unfinished: true });
      }),
    );
  });

  it("finds the final channel, and says when there is none", () => {
    expect(finalChannel("positive")).toBe(undefined);
    expect(finalChannel("The assistant finally said so")).toBe(undefined);
  });
});
