/** A toy world for tests of the loop: prompts get better with every distinct `rule-N` that they name. */
import { CallBudget } from "../../src/core/budget.ts";
import type { Call, CallTag } from "../../src/core/work.ts";
import { exampleId, type Example } from "../../src/core/example.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { words } from "../../src/core/values/hash.ts";
import { NO_USAGE, type ModelRequest, type Role } from "../../src/core/model.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { createTools, type ToolsOptions } from "../../src/core/run-tools.ts";
import { uniform } from "../../src/core/selection/uniform.ts";
import type { Metric, Task } from "../../src/core/task.ts";
import { INSTRUCTIONS } from "../../src/core/asking/templates.ts";
import type { Tools } from "../../src/core/tools.ts";
import { readPieceRequest } from "../../src/testing/piece-request.ts";

export const accuracy: Metric = {
  name: "accuracy",
  isMean: true,
  score: (rows) => (rows.length === 0 ? 0 : rows.reduce((sum, { score }) => sum + score, 0) / rows.length),
};

export function toyRows(count: number, name = "row"): Example[] {
  return Array.from({ length: count }, (_, i) => {
    const fields = { text: `${name} number ${i}` };
    return { id: exampleId(fields, "yes"), fields, expected: "yes" };
  });
}

export function toyTask(
  rows: { train?: number; dev?: number; test?: number } = {},
  text = "# Task\nStart.\n\n# Input\n{{text}}",
): Task {
  return {
    prompt: parsePrompt(text),
    train: toyRows(rows.train ?? 200, "train"),
    dev: toyRows(rows.dev ?? 40, "dev"),
    test: toyRows(rows.test ?? 40, "test"),
    metric: accuracy,
    format: { kind: "text" },
    answers: "A right answer is yes.",
    keep: [],
    kind: "toy",
    judging: "",
    groupBy: "confusion",
    same: (a, b) => a.predicted === b.predicted,
    callsPerCell: 1,
    judge: ({ text: answer }, { expected }) => ({
      predicted: answer,
      score: answer === expected ? 1 : 0,
      correct: answer === expected,
      invalid: answer === "",
    }),
  };
}

export interface ToyCall extends Call {
  readonly made: { role: Role; request: ModelRequest; tag: CallTag }[];
}

/** Answers yes on a share of rows that grows with the rules named; writes gradients and edits that name one more rule. */
export function toyCall(
  override?: (role: Role, request: ModelRequest, tag: CallTag) => string | undefined | Promise<string | undefined>,
): ToyCall {
  const made: ToyCall["made"] = [];
  const call = async (role: Role, request: ModelRequest, tag: CallTag) => {
    made.push({ role, request, tag });
    const text = (await override?.(role, request, tag)) ?? (role === "task" ? answer(request) : write(request));
    return { text, finish: "stop" as const, usage: NO_USAGE };
  };
  return Object.assign(call, { made });
}

function answer(request: ModelRequest): string {
  const text = request.messages[0]!.content;
  const rules = new Set(text.match(/rule-\d/g)).size;
  const draw = (words(text.slice(text.indexOf("# Input")), 1)[0]! >>> 0) / 2 ** 32;
  return draw < Math.min(1, 0.4 + rules * 0.15) ? "yes" : "no";
}

/** Whether a message is a request to the optimizer model, rather than a prompt to answer. */
export function isRequest(text: string): boolean {
  return readPieceRequest(text) !== undefined || /^You (?:improve prompts|put instructions|write prompts) /.test(text);
}

/** Whether a request is for gradients: it shows errors, and no rules of writing. */
export function asksForReasons(text: string): boolean {
  return text.includes("## Rows it gets wrong") && !text.includes("## What must hold");
}

function write(request: ModelRequest): string {
  const text = request.messages[0]!.content;
  const piece = readPieceRequest(text);
  // The toy's task has no labels, so that only its command is asked about.
  if (piece?.asked === "shorten") return `${piece.instruction.split("\n")[0]} rule-${request.sample % 5}`;
  const section = /## The section that may change\n~~~~ \w+\n([\s\S]*?)\n~~~~/.exec(text)?.[1] ?? "";
  const pick = request.sample % 5;
  const count = Number(/up to (\d+) reasons/.exec(text)?.[1] ?? 1);
  const items = asksForReasons(text)
    ? Array.from({ length: count }, (_, i) => `It does not name rule-${(pick + i) % 5}.`)
    : text.includes("## What may be wrong with the prompt")
      ? [`${section} ${/rule-\d/.exec(text.slice(text.indexOf("## What may be wrong")))?.[0] ?? ""}`]
      : [`${section} (again ${request.sample % 1000})`];
  return JSON.stringify({ items });
}

export const TOY_OPTIONS: ToolsOptions = {
  evaluation: { temperature: 0, maxOutputTokens: 100 },
  asking: { instructions: INSTRUCTIONS, temperature: 1, maxOutputTokens: 1000, json: true, maxLength: 500 },
  contract: { maxLength: 500, maxCopiedWords: 8 },
  selection: { name: "uniform", selector: uniform, budgetFor: (arms) => 10 * arms },
};

export const TOY_SEARCH = {
  rounds: 3,
  beamWidth: 3,
  minibatchSize: 20,
  errorGroups: 2,
  errorsPerGroup: 3,
  correctPerGroup: 1,
  grouping: "random" as const,
  gradientsPerGroup: 2,
  conflicts: "keep" as const,
  editsPerGradient: 1,
  paraphrasesPerPrompt: 1,
  maxSuccessors: 6,
  screenOnErrors: false,
  headroom: false,
  patience: 0,
  emptyRounds: 1,
};

export interface Toy {
  readonly tools: Tools;
  readonly call: ToyCall;
  readonly events: RunEvent[];
  readonly budget: CallBudget;
}

export function toy(
  task: Task = toyTask(),
  override?: Parameters<typeof toyCall>[0],
  options: Partial<ToolsOptions> = {},
): Toy {
  const call = toyCall(override);
  const events: RunEvent[] = [];
  const tools = createTools(task, call, (event) => events.push(event), { ...TOY_OPTIONS, ...options });
  return { tools, call, events, budget: new CallBudget(Infinity) };
}
