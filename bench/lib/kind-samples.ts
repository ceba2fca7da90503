/** A few rows of every kind of task, with replies that are right: what kinds are tried on. */
import type { MetricFunction } from "../../src/metrics/index.ts";
import type { KindInput, TaskKindName } from "../../src/tasks/index.ts";

/** Rows of a kind as the data writes them, and replies to start from. */
export interface KindSample {
  readonly expected: readonly string[];
  readonly metric: KindInput["metric"];
  readonly replies: readonly string[];
}

const score: MetricFunction = (answer, { expected }) => (answer.includes(String(expected)) ? 1 : 0);

/** A kind that is added needs a line here, or this file does not compile. */
export const KIND_SAMPLES: Readonly<Record<TaskKindName, KindSample>> = {
  classification: {
    expected: ["positive", "negative", "neutral"],
    metric: "accuracy",
    replies: ["positive", '{"label": "negative"}', "The answer is **neutral**.", "Not positive, so negative."],
  },
  custom: { expected: ["4", "9"], metric: score, replies: ["It is 4.", "9"] },
  "multi-label": {
    expected: ["news, sport", "art", "none"],
    metric: "micro-f1",
    replies: ['{"labels": ["art", "news"]}', "- news\n- sport", "Labels: art and sport", "none"],
  },
  choice: {
    expected: ["A", "B", "D"],
    metric: "accuracy",
    replies: ["B", "(C) because", "The answer is D.", "\\boxed{A}"],
  },
  extraction: {
    expected: ['{"name": "Ada", "tags": ["x"], "year": 1815}', '{"name": "Alan", "tags": [], "year": null}'],
    metric: "json-fields",
    replies: [
      '{"name": "Ada", "tags": ["x", "y"], "year": 1}',
      '```json\n{"name": "Alan"}\n```',
      'Here: {"year": "1815",}',
    ],
  },
  numeric: {
    expected: ["42", "-1,250.5"],
    metric: "within-tolerance",
    replies: ["42", "#### 1,250.5", "It is $3.50 or 7%."],
  },
  qa: { expected: ["Paris", '["Rome", "Roma"]'], metric: "token-f1", replies: ["Paris", "Answer: the city of Rome"] },
  text: { expected: ["the cat sat on the mat"], metric: "bleu", replies: ["a cat sat on a mat", "The mat."] },
  code: { expected: ["4"], metric: score, replies: ["```py\nprint(4)\n```", "print(4)"] },
  tool: {
    expected: ["4"],
    metric: score,
    replies: [
      '{"name": "add", "arguments": {"to": 4}}',
      '<tool_call>{"function": {"name": "add", "arguments": "{}"}}</tool_call>',
    ],
  },
};
