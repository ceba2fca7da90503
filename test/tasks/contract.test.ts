/** Every task kind of the table passes the contract. */
import { describe, expect, it } from "vitest";
import { shown } from "../../src/core/example.ts";
import { taskKinds, type TaskKindName } from "../../src/tasks/index.ts";
import { taskKindContract, type TaskKindSample } from "../../src/testing/task-kind-contract.ts";

/** A kind that is added needs a line here, or this file does not compile. */
const SAMPLES: Readonly<Record<TaskKindName, readonly TaskKindSample[]>> = {
  classification: ["accuracy", "macro-f1", "mcc", "f1:spam"].map((metric) => ({
    expected: ["spam", "ham", "spam", "ham", "eggs"],
    input: { metric: metric as "accuracy" },
    right: ({ expected }) => `Label: ${shown(expected)}`,
    wrong: ({ expected }) => (expected === "spam" ? "ham" : "spam"),
  })),
  "multi-label": ["exact-set", "jaccard", "micro-f1"].map((metric) => ({
    expected: ["sport, news", '["news"]', "none", "art;sport"],
    input: { metric: metric as "jaccard" },
    right: ({ expected }) =>
      (expected as string[]).length === 0 ? "none" : `Labels: ${(expected as string[]).toReversed().join(" and ")}`,
    wrong: ({ expected }) => ((expected as string[]).includes("art") ? '{"labels": ["news"]}' : "art"),
  })),
  choice: [
    {
      expected: ["A", "c", "(B)"],
      input: { metric: "accuracy" },
      right: ({ expected }) => `A is tempting, but the answer is (${String(expected)}).`,
      wrong: ({ expected }) => (expected === "A" ? "B" : "A"),
    },
  ],
  extraction: ["json-fields"].map((metric) => ({
    expected: ['{"name": "Ada", "year": 1815}', '{"name": "Alan", "year": null}'],
    input: { metric: metric as "json-fields" },
    right: ({ expected }) => `Here it is:\n\`\`\`json\n${JSON.stringify(expected)}\n\`\`\``,
    wrong: () => '{"name": "Bob", "year": 7}',
  })),
  text: ["rouge-l", "bleu", "chrf", "token-f1"].map((metric) => ({
    expected: ["the cat sat on the mat", '["a dog ran home today", "today a dog ran home"]'],
    input: { metric: metric as "bleu" },
    right: ({ expected }) => String([expected].flat()[0]),
    wrong: () => "zzz",
  })),
  code: [
    {
      expected: ["4", "9"],
      input: { metric: (answer, { expected }) => answer === `print(${String(expected)})` },
      right: ({ expected }) => `Sure:\n\`\`\`py\nprint(${shown(expected)})\n\`\`\`\nThat is all.`,
      wrong: () => "print(0)",
    },
  ],
  tool: [
    {
      expected: ["4", "9"],
      input: { metric: (answer, { expected }) => answer === `{"name":"add","arguments":{"to":${String(expected)}}}` },
      right: ({ expected }) => `<tool_call>{"name": "add", "arguments": {"to": ${String(expected)}}}</tool_call>`,
      wrong: () => '{"name": "add", "arguments": {}}',
    },
  ],
  numeric: [
    {
      expected: ["4", "1,250.5", "-3"],
      input: { metric: "within-tolerance" },
      right: ({ expected }) => `Twice that is 7.\n#### ${String(expected)}`,
      wrong: () => "The answer is 17.",
    },
  ],
  qa: [
    {
      expected: ["Paris", '["Rome", "Roma"]'],
      input: { metric: "exact-match" },
      right: ({ expected }) => `I think so.\nAnswer: ${String([expected].flat()[0])}`,
      wrong: () => "Berlin",
    },
  ],
  custom: [
    {
      expected: ["4", "9", "16"],
      input: { metric: (answer, { expected }) => answer.includes(`is ${shown(expected)}.`) },
      right: ({ expected }) => `The square is ${shown(expected)}.`,
      wrong: () => "I do not know.",
    },
    {
      expected: ["4", "9", "16"],
      input: {
        metric: async (answer, { expected }, ask) =>
          (await ask(`${answer} ${shown(expected)}`)).text === "yes" ? 0.9 : 0.2,
        judgeCalls: 1,
      },
      right: ({ expected }) => shown(expected),
      wrong: () => "none",
      reply: (question) => (/^(\d+) \1$/.test(question) ? "yes" : "no"),
    },
  ],
};

for (const [name, kind] of Object.entries(taskKinds))
  for (const sample of SAMPLES[name as TaskKindName]) taskKindContract({ describe, it, expect }, kind, sample);
