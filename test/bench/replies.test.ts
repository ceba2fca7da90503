import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type CorpusReading, readCorpus } from "../../bench/lib/replies-corpus.ts";
import { run } from "../../bench/replies.ts";
import { readReply } from "../../src/core/asking/reading/reply.ts";
import { unwrap } from "../../src/core/asking/reading/unwrap.ts";
import { NO_USAGE } from "../../src/core/model.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { classificationJudge } from "../../src/metrics/index.ts";

let readings: readonly CorpusReading[];
beforeAll(async () => {
  readings = await readCorpus();
});

describe("the corpus of replies", () => {
  it("has labels, items and sections, some of them recorded", () => {
    const files = Map.groupBy(readings, ({ where }) => where.split(":")[0]!);
    expect([...files.keys()]).toEqual(["items.jsonl", "labels.jsonl", "sections.jsonl"]);
    expect(files.get("labels.jsonl")!.length).toBeGreaterThanOrEqual(150);
    expect(files.get("items.jsonl")!.length).toBeGreaterThanOrEqual(75);
    expect(files.get("sections.jsonl")!.length).toBeGreaterThanOrEqual(75);
    expect(new Set(readings.map(({ form }) => form)).size).toBeGreaterThan(100);
  });

  it("is read as it is meant, and never as something else", () => {
    expect(readings.filter(({ right }) => !right)).toEqual([]);
  });

  it("gives the benchmark its figures", async () => {
    const lines: string[] = [];
    const figures = await run(
      [],
      (line) => lines.push(line),
      () => undefined,
    );
    expect(figures["n"]).toBe(readings.length);
    expect(figures["read"]).toBeGreaterThanOrEqual(0.99);
    expect(figures["wrong"]).toBeLessThanOrEqual(0.002);
  });
});

/** Ways to think before an answer; `%` is what is thought. */
const THOUGHTS = [
  "",
  "<think>\n%\n</think>\n\n",
  "<thinking>%</thinking>\n",
  "<thought>%</thought>",
  "[THINK]%[/THINK]",
  "◁think▷%◁/think▷",
  "<|channel|>analysis<|message|>%<|end|><|start|>assistant<|channel|>final<|message|>",
  "analysisSo: %assistantfinal",
  "%\n</think>\n",
] as const;
const STOPS = ["", "<|im_end|>", "</s>", "<|eot_id|>", "<end_of_turn>", "\n<|endoftext|>"] as const;
const DRAFTS = ["Could it be @?", "The answer is @", "Label: @\nor not", '{"label": "@"}', "@", "- @\n- @"] as const;
const ANSWERS = [
  "@",
  "@.",
  "**@**",
  "Label: @",
  "Final answer: @",
  "The answer is @.",
  '{"label": "@"}',
  "{'label': '@', 'why': 'short'}",
  "```\n@\n```",
  "<answer>@</answer>",
  "[[ ## answer ## ]]\n@\n\n[[ ## completed ## ]]",
  "It reads well.\n\n@",
  "Step by step it is clear.\n\nAnswer:\n@",
] as const;
const LABELS = [
  ["positive", "negative"],
  ["spam", "not spam"],
  ["sports", "world news", "business"],
  ["agréable", "déplaisant"],
  ["正面", "负面"],
  ["положительный", "отрицательный"],
  ["❤️", "👎"],
  ["0", "1"],
] as const;

describe("generated replies", () => {
  it("of a task model are read as the label that they answer, whatever was thought before", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LABELS),
        fc.boolean(),
        fc.constantFrom(...THOUGHTS),
        fc.constantFrom(...DRAFTS),
        fc.constantFrom(...ANSWERS),
        fc.constantFrom(...STOPS),
        fc.constantFrom(
          (text: string) => text,
          (text: string) => text.normalize("NFD"),
          (text: string) => `\ufeff${text}`,
        ),
        (labels, swap, thought, draft, answer, stop, form) => {
          const [meant, other] = swap ? labels : [labels[1], labels[0]];
          const text = thought.replace("%", () => draft.replaceAll("@", other)) + answer.replace("@", meant) + stop;
          const judged = classificationJudge(labels)(
            { text: form(text), finish: "stop", usage: NO_USAGE },
            { id: "row", fields: {}, expected: meant },
          );
          expect(judged).toMatchObject({ predicted: meant, score: 1, correct: true, invalid: false });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("of a task model that was cut off are never read as a label of its thoughts", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LABELS),
        fc.constantFrom(...THOUGHTS.slice(1, -1)),
        fc.constantFrom(...DRAFTS),
        (labels, thought, draft) => {
          const text = thought.slice(0, thought.indexOf("%")) + draft.replaceAll("@", labels[0]);
          const judged = classificationJudge(labels)(
            { text, finish: "length", usage: NO_USAGE },
            { id: "row", fields: {}, expected: labels[0] },
          );
          expect(judged).toEqual({ score: 0, correct: false, invalid: true, why: "thinking" });
        },
      ),
    );
  });

  const PARENT = parsePrompt("# Task\nIs it positive or negative?\n\n# Input\nText: {{text}}\nLabel:\n");
  const SECTIONS = [
    "Judge the text as positive or negative.",
    "Judge the text.\n\n- positive: praise\n- negative: complaints",
    "Say “positive” or “negative”.\nWeigh every word.",
    "判断评论是正面还是负面。",
  ] as const;
  const WRAPPINGS: readonly ((section: string) => string)[] = [
    (section) => section,
    (section) => `Here is the improved prompt:\n\n${section}`,
    (section) => `\`\`\`text\n${section}\n\`\`\``,
    (section) => `Sure! Here's the new version:\n\n\`\`\`\n${section}\n\`\`\`\n\nLet me know if it helps.`,
    (section) => `# Task\n${section}`,
    (section) => PARENT.withParts({ task: section }).text,
    (section) => `\`\`\`\n${PARENT.withParts({ task: section }).text}\n\`\`\``,
  ];
  const REPLIES: readonly ((text: string) => string)[] = [
    (text) => JSON.stringify({ items: [text] }),
    (text) => JSON.stringify({ items: [text] }, null, 2),
    (text) => `{"items": [${JSON.stringify(text).replaceAll("\\n", "\n")},]}`,
    (text) => JSON.stringify({ prompt: text }),
    (text) => JSON.stringify({ items: [{ section: text }] }),
    (text) => `<item>${text}</item>`,
    (text) => `Here it is:\n\n<new_prompt>\n${text}\n</new_prompt>`,
    (text) => `<START>${text}<END>`,
  ];

  it("of an optimizer model give the section that they hold, in any form and wrapping", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SECTIONS),
        fc.constantFrom(...WRAPPINGS),
        fc.constantFrom(...REPLIES),
        fc.constantFrom(...THOUGHTS),
        fc.constantFrom(...STOPS),
        (section, wrap, write, thought, stop) => {
          const drafted = thought.replace("%", "Draft: judge it as positive or negative. Hm.");
          const text = drafted + write(wrap(section)) + stop;
          const reply = readReply({ text, finish: "stop", usage: NO_USAGE }, { kind: "sections", count: 1 });
          expect("items" in reply && reply.items.map((item) => unwrap(item, PARENT).section)).toEqual([section]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
