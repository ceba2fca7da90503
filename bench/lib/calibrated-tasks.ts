/** The tasks of the benchmark of calibrated reading: prompts in several wordings, and rows with their labels. */
import { join } from "node:path";
import { rng, shuffle } from "../../src/core/rng.ts";
import { readDataset } from "../../src/datasets/index.ts";
import type { LocalModelName } from "./local-models.ts";
import { realTask } from "./real-tasks.ts";

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

export interface CalibratedTask {
  readonly model: LocalModelName;
  /** No two begin with one letter, so that the first token of a reply decides. */
  readonly labels: readonly string[];
  /** With `{{text}}` where the row is. */
  readonly prompts: readonly string[];
  rows(): Promise<readonly LabelledText[]>;
}

export const CALIBRATED_TASKS: Readonly<Record<string, CalibratedTask>> = {
  reviews: {
    model: "smollm2",
    labels: ["positive", "negative"],
    prompts: [
      "Classify the sentiment of the review as positive or negative.\n\nReview: {{text}}",
      "Is this review positive or negative?\n\n{{text}}",
      framed("Is this review positive or negative?", "Answer with one word: positive or negative.", "Text"),
      "Read the review and decide whether its writer is happy with the product or film. Answer negative if the writer complains, and positive if the writer praises it.\n\nReview: {{text}}\nSentiment:",
    ],
    rows: () => rowsIn(realTask("reviews").file, "text", "label"),
  },
  trec: {
    model: "qwen-0.5b",
    labels: ["abbreviation", "description", "entity", "location", "number", "person"],
    prompts: [
      "What type of answer does this question ask for: abbreviation, description, entity, location, number or person?\n\n{{text}}",
      "Classify the question by its answer: abbreviation, description, entity, location, number, person.\n\nQuestion: {{text}}",
      framed(
        "What does this question ask for?",
        "Answer with one of: abbreviation, description, entity, location, number, person.",
        "Question",
      ),
    ],
    rows: () => rowsIn(join(realTask("trec").file, "../test.jsonl"), "question", "type"),
  },
  sms: {
    model: "qwen-0.5b",
    labels: ["ham", "spam"],
    prompts: [
      "Is this text message spam or ham?\n\n{{text}}",
      "Classify the text message as spam or ham.\n\nMessage: {{text}}",
      framed("Is this message spam?", "Answer with one word: ham or spam.", "Text"),
    ],
    // A quarter of it is spam.
    async rows() {
      const all = await rowsIn(realTask("sms").file, "text", "label");
      const some = (label: string, count: number): readonly LabelledText[] =>
        shuffle(
          all.filter((row) => row.label === label),
          rng(2),
        ).slice(0, count);
      return [...some("spam", 250), ...some("ham", 750)];
    },
  },
};

function framed(task: string, format: string, input: string): string {
  return `# Task\n${task}\n\n# Output format\n${format}\n\n# Prediction\n${input}: {{text}}\nLabel:`;
}

async function rowsIn(file: string, text: string, label: string): Promise<readonly LabelledText[]> {
  const { rows } = await readDataset(file);
  return rows.map(({ fields }) => ({ text: fields[text]!, label: fields[label]! }));
}
