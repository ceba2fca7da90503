/** What the types of the library infer and refuse; `tsc` checks this file, and the calls in it really run. */
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  comparePrompts,
  evaluate,
  type Evaluation,
  optimize,
  optimizeEvents,
  type OptimizeOptions,
  type RunEvent,
  type RunResult,
  runTrials,
  UsageError,
} from "../../src/index.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { failureOf } from "./runs.ts";

interface Ticket {
  readonly text: string;
  readonly team: "billing" | "sales";
  readonly priority: number;
}

const TICKETS: readonly Ticket[] = [{ text: "Where is my invoice?", team: "billing", priority: 1 }];
const prompt = "Which team? {{text}}";
const model = scriptedModel("billing");

describe("the types of optimize", () => {
  it("infer the columns from the examples", () => {
    expectTypeOf<OptimizeOptions<Ticket>["label"]>().toEqualTypeOf<"text" | "team" | "priority" | undefined>();
    expectTypeOf(optimize<Ticket>).returns.resolves.toEqualTypeOf<RunResult>();
    expectTypeOf(optimizeEvents<Ticket>).returns.toEqualTypeOf<AsyncGenerator<RunEvent, RunResult>>();
    expectTypeOf<RunResult["prompt"]>().toEqualTypeOf<string>();
    expectTypeOf<NonNullable<RunResult["verdict"]>["word"]>().toEqualTypeOf<
      "better" | "not shown" | "worse" | "meets the limits" | "misses a limit"
    >();
  });

  it("take a label that is a column, of rows in one piece or split", async () => {
    // Too few rows to go on: what counts here is that it compiles.
    expect(await failureOf(optimize({ prompt, examples: TICKETS, label: "team", model }))).toBeInstanceOf(UsageError);
    const split = { train: TICKETS, dev: TICKETS, test: TICKETS };
    expect(await failureOf(optimize({ prompt, examples: split, label: "team", model }))).toBeInstanceOf(UsageError);
    const literal = [{ question: "1 + 1?", answer: "2" }];
    expect(
      await failureOf(optimize({ prompt: "{{question}}", examples: literal, label: "answer", model })),
    ).toBeInstanceOf(UsageError);
  });

  it("refuse a label that is no column", async () => {
    // @ts-expect-error -- there is no column "teem"
    const error = await failureOf(optimize({ prompt, examples: TICKETS, label: "teem", model }));
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain("teem");
    // @ts-expect-error -- there is no column "anwser"
    expect(await failureOf(optimize({ prompt, examples: [{ answer: "2" }], label: "anwser", model }))).toBeInstanceOf(
      UsageError,
    );
  });

  it("refuse options, presets and selectors that there are not", async () => {
    const base = { prompt, examples: TICKETS, label: "team", model } as const;
    // @ts-expect-error -- there is no option "serach"
    expect(await failureOf(optimize({ ...base, serach: {} }))).toMatchObject({ where: "serach" });
    // @ts-expect-error -- there is no option "round"
    expect(await failureOf(optimize({ ...base, search: { round: 3 } }))).toMatchObject({ where: "search.round" });
    // @ts-expect-error -- there is no preset "papers"
    expect(await failureOf(optimize({ ...base, search: "papers" }))).toMatchObject({ where: "search" });
    // @ts-expect-error -- there is no selector "ucb1"
    expect(await failureOf(optimize({ ...base, selection: { selector: "ucb1" } }))).toMatchObject({
      where: "selection.selector",
    });
    // @ts-expect-error -- there is no metric "accuracies"
    expect(await failureOf(optimize({ ...base, metric: "accuracies" }))).toBeInstanceOf(UsageError);
  });
});

describe("the types of the other jobs", () => {
  const base = { prompt, examples: TICKETS, label: "team", model } as const;

  it("infer the columns too, and refuse the options of another job", async () => {
    expectTypeOf(evaluate<Ticket>).returns.resolves.toEqualTypeOf<Evaluation>();
    // @ts-expect-error -- there is no column "teem"
    expect(await failureOf(evaluate({ ...base, label: "teem" }))).toBeInstanceOf(UsageError);
    // @ts-expect-error -- there is no split "valid"
    expect(await failureOf(evaluate({ ...base, split: "valid" }))).toMatchObject({ where: "split" });
    // @ts-expect-error -- prompts are compared, so some are needed
    expect(await failureOf(comparePrompts(base))).toMatchObject({ where: "prompts" });
  });

  it("let a variant change what the search does, and no rows", async () => {
    const wide = { search: { beamWidth: 4 } };
    expect(await failureOf(runTrials({ ...base, variants: { wide } }))).toBeInstanceOf(UsageError);
    // @ts-expect-error -- a variant keeps the rows of all
    expect(await failureOf(runTrials({ ...base, variants: { other: { examples: TICKETS } } }))).toMatchObject({
      where: "variants.other.examples",
    });
  });
});
