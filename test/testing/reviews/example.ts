/** The shipped example, and what tests of the simulated model ask of it. */
import { parse } from "csv-parse/sync";
import { readFileSync } from "node:fs";
import { messagesFor } from "../../../src/core/asking/describe.ts";
import { exampleId, type Example } from "../../../src/core/example.ts";
import type { Model, ModelRequest, ReplyFormat } from "../../../src/core/model.ts";
import { parsePrompt, type Prompt } from "../../../src/core/prompt/prompt.ts";
import { readReply } from "../../../src/core/asking/reading/reply.ts";
import { replyFormat, type ReplyKind } from "../../../src/core/asking/reply-form.ts";
import type { Observation, Task } from "../../../src/core/task.ts";
import { INSTRUCTIONS } from "../../../src/core/asking/templates.ts";

export interface Row {
  readonly text: string;
  readonly label: string;
}

const folder = new URL("../../../examples/reviews/", import.meta.url);

export const ROWS = parse<Row>(readFileSync(new URL("reviews.csv", folder), "utf8"), { columns: true });
export const P0: Prompt = parsePrompt(readFileSync(new URL("prompt.md", folder), "utf8"));
export const CHOICE: ReplyFormat = { kind: "choice", choices: ["positive", "negative"] };

export const taskRequest = (content: string, format: ReplyFormat = CHOICE): ModelRequest => ({
  messages: [{ role: "user", content }],
  format,
  sample: 0,
});

export async function answersTo(model: Model, prompt: Prompt, rows: readonly Row[]): Promise<string[]> {
  const answers = rows.map(({ text }) => model.generate(taskRequest(prompt.render({ text })[0]!.content)));
  return (await Promise.all(answers)).map(({ text }) => text);
}

export async function accuracy(model: Model, section: string, rows: readonly Row[] = ROWS): Promise<number> {
  const answers = await answersTo(model, P0.withParts({ task: section }), rows);
  return answers.filter((answer, i) => answer === rows[i]!.label).length / rows.length;
}

/** Rows as the optimizer model is shown them: answered, and answered wrongly unless said otherwise. */
export function observed(
  rows: readonly Row[],
  answerOf = ({ label }: Row): string => (label === "positive" ? "negative" : "positive"),
): Observation[] {
  return rows.map((row) => {
    const fields = { text: row.text };
    const answer = answerOf(row);
    const correct = answer === row.label;
    return {
      example: { id: exampleId(fields, row.label), fields, expected: row.label },
      answer,
      score: Number(correct),
      correct,
      invalid: false,
    };
  });
}

export interface Asking {
  readonly asked: keyof typeof INSTRUCTIONS;
  readonly prompt?: Prompt;
  readonly errors?: readonly Observation[];
  readonly gradient?: string;
  readonly rows?: readonly Example[];
  readonly lessons?: readonly string[];
  readonly description?: string;
  readonly count?: number;
  readonly maxLength?: number;
  readonly json?: boolean;
  readonly sample?: number;
}

/** A request as the method makes it. */
export function optimizerRequest({
  asked,
  prompt = P0,
  errors = [],
  gradient,
  rows = [],
  lessons = [],
  description,
  count = 1,
  maxLength = 4000,
  json = true,
  sample = 0,
}: Asking): ModelRequest {
  const task: Task = {
    prompt: P0,
    train: [],
    dev: [],
    test: [],
    judge: () => ({ score: 0, correct: false, invalid: false }),
    metric: { name: "accuracy", isMean: true, score: () => 0 },
    format: CHOICE,
    answers: "A right answer is one of: positive, negative.",
    keep: ["positive", "negative"],
    kind: "classification",
    judging: "",
    groupBy: "confusion",
    same: (a, b) => a.predicted === b.predicted,
    callsPerCell: 1,
  };
  const kind: ReplyKind = asked === "gradient" ? "reasons" : "sections";
  const showing = {
    task,
    prompt,
    maxLength,
    errors,
    rows,
    lessons,
    count,
    json,
    kind,
    ...(gradient !== undefined && { gradient: [gradient] }),
    ...(description !== undefined && { description }),
  };
  return {
    messages: messagesFor(INSTRUCTIONS[asked], showing),
    format: replyFormat(kind, count, json),
    temperature: 1,
    sample,
  };
}

/** The items of the model's reply, read as the method reads them. */
export async function itemsOf(model: Model, asking: Asking): Promise<readonly string[]> {
  const reply = readReply(await model.generate(optimizerRequest(asking)));
  if ("dropped" in reply) throw new Error(`The reply was dropped: ${reply.dropped}`);
  return reply.items;
}
