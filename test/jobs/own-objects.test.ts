/** Objects of wrong shapes, and extensions with a name that is taken, are errors for people, before any call where that can be seen. */
import { describe, expect, it } from "vitest";
import { readDataset } from "../../src/datasets/index.ts";
import { check, evaluate, memoryStore, optimize, UsageError, type OptimizeOptions } from "../../src/index.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { blocks } from "../fixtures/plugins/format.ts";
import { climb } from "../fixtures/plugins/method.ts";
import { worstLabel } from "../fixtures/plugins/metric.ts";
import { parrot } from "../fixtures/plugins/provider.ts";
import { once } from "../fixtures/plugins/selector.ts";
import { word } from "../fixtures/plugins/task-kind.ts";

type Row = Readonly<Record<string, string>>;
const EXAMPLES: readonly Row[] = Array.from({ length: 60 }, (_, i) => ({
  text: `thing ${i}`,
  label: i % 3 === 0 ? "no" : "yes",
}));
const METRIC = worstLabel.make(["yes", "no"], "");
const junk = (): unknown => 5;
const SMALL = { rounds: 1, headroom: false } as const;

/** What a job says of these options, as a program that is not compiled may give them. */
async function refusalOf(options: unknown, job: typeof optimize | typeof check = optimize): Promise<string> {
  const given = {
    prompt: "Which word? {{text}}",
    examples: EXAMPLES,
    model: "parrot:polly",
    search: SMALL,
    ...(options as object),
  };
  const { extensions = {} } = given as { readonly extensions?: object };
  const all = { ...given, extensions: { providers: [parrot], ...extensions } } as OptimizeOptions<Row>;
  const error: unknown = await job(all).then(
    () => "nothing",
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

describe("before any call, an error names the field that is wrong", () => {
  it.each([
    ["search.method", { search: { method: {} } }, /search\.method: expected a name or a method, .* without name/],
    ["search.method", { search: { method: { ...climb, plan: 5 } } }, /whose plan is not a function/],
    ["extensions.methods", { extensions: { methods: [{ name: "mine" }] } }, /a method, got .* without reads/],
    ["selection.selector", { selection: { selector: {} } }, /selection\.selector: .* without name/],
    ["extensions.selectors", { extensions: { selectors: [{ name: "mine" }] } }, /without reads/],
    ["extensions.metrics", { extensions: { metrics: [{ name: "mine" }] } }, /a kind of metric, .* without make/],
    ["extensions.tasks", { extensions: { tasks: [{ name: "mine" }] } }, /a task kind, got .* without metrics/],
    ["extensions.providers", { extensions: { providers: [{ name: "mine" }] } }, /a provider, got .* without make/],
    ["task", { task: { judging: junk } }, /^task: expected a name or a task kind, got an object without name/],
    ["task", { task: { ...word, judging: junk } }, /the judging of the task kind word, got 5/],
    ["metric", { metric: { score: () => 1 } }, /^metric: expected a metric, got an object without name/],
    ["metric", { metric: { ...METRIC, score: 5 } }, /whose score is not a function/],
    ["metric", { metric: { metric: METRIC, judge: 5 } }, /whose judge is not a function/],
    ["metric", { metric: "mine", extensions: { metrics: [{ ...worstLabel, name: "mine", make: () => 5 }] } }, /got 5/],
    ["metric", { metric: {} }, /^metric: expected a metric's name, a Metric or a function, got \{\}/],
    ["store", { store: { getAnswer: () => undefined } }, /^store: expected a store, got an object without putAnswer/],
    ["model", { model: { generate: 5 } }, /^model: expected a model, got an object without id/],
    ["model", { model: { id: "mine", holds: {}, generate: 5 } }, /whose generate is not a function/],
    ["prompt", { prompt: 5 }, /^prompt: expected text, or a list of messages, got 5/],
    ["prompt", { prompt: [] }, /^prompt: expected text, or a list of messages, got \[\]/],
  ])("%s %#", async (_, options, message) => {
    expect(await refusalOf(options)).toMatch(message);
  });

  it.each([undefined, 5])("of a provider that makes %s", async (made) => {
    const providers = [{ ...parrot, make: () => made }];
    expect(await refusalOf({ extensions: { providers } })).toMatch(/a model from the provider parrot, got/);
  });

  it("also in a job that runs no search", async () => {
    expect(await refusalOf({ extensions: { methods: [{ name: "mine" }] } }, check)).toMatch(/without reads/);
  });
});

describe("a name that is taken is an error", () => {
  it.each([
    ["methods", { ...climb, name: "protegi" }, "protegi"],
    ["selectors", { ...once, name: "ucb" }, "ucb"],
    ["metrics", { ...worstLabel, name: "accuracy" }, "accuracy"],
    ["tasks", { ...word, name: "classification" }, "classification"],
    ["providers", { ...parrot, name: "openai" }, "openai"],
    ["providers", { ...parrot, name: "sim" }, "sim"],
  ])("among %s: %#", async (table, object, name) => {
    expect(await refusalOf({ extensions: { [table]: [object] } })).toContain(
      `extensions.${table}: the name "${name}" is taken`,
    );
  });

  it("by another of one's own too", async () => {
    expect(await refusalOf({ extensions: { methods: [climb, { ...climb }] } })).toContain('the name "climb" is taken');
  });
});

describe("what an object makes is checked when it is made", () => {
  const method = (search: unknown): unknown => ({ ...climb, search });
  it.each([
    ["a search", { search: { headroom: false, method: method(() => 5) } }, /search\.method: .*method climb.* got 5/],
    ["an outcome", { search: { headroom: false, method: method(() => async () => ({})) } }, /without best/],
    ["a selector", { selection: { selector: () => ({ next: () => [] }) } }, /selection\.selector: .* without record/],
    ["selectors", { selection: { selector: { ...once, create: () => 5 } } }, /selection\.selector: .* got 5/],
  ])("%s", async (_, options, message) => {
    expect(await refusalOf(options)).toMatch(message);
  });

  it.each([[Number.NaN], [7], ["a"], [undefined]])("the score of a metric: %s", async (score) => {
    const metric = { name: "mine", isMean: true, score: () => score };
    expect(await refusalOf({ metric })).toContain(`metric: expected a score from 0 to 1 from mine, got ${score}`);
  });

  it("a metric that throws", async () => {
    const score = (): number => {
      throw new TypeError("boom");
    };
    expect(await refusalOf({ metric: { name: "mine", isMean: true, score } })).toBe("metric: mine threw: boom");
  });

  it.each([[5], [{ score: 2, correct: true, invalid: false }], [{ score: 1 }]])(
    "a judgement: %j",
    async (judgement) => {
      const metric = { judge: () => judgement, metric: METRIC };
      expect(await refusalOf({ metric })).toMatch(/^metric: expected .* of row \w+/);
    },
  );

  it("what a metric asks its judge model", async () => {
    const options = { judge: scriptedModel("yes"), judgeCalls: 1 };
    const asking = (asked: unknown) => ({
      ...options,
      metric: async (_answer: string, _row: unknown, ask: (asked: unknown) => Promise<unknown>) => {
        await ask(asked);
        return 1;
      },
    });
    const expected = /^metric: expected a text or a request with messages to ask the judge model, got/;
    for (const asked of [undefined, 5, {}]) expect(await refusalOf(asking(asked))).toMatch(expected);
  });

  it("once is said as one", async () => {
    const metric = async (_: string, __: unknown, ask: (text: string) => Promise<unknown>): Promise<number> => {
      await ask("a");
      await ask("b");
      return 1;
    };
    expect(await refusalOf({ judge: scriptedModel("yes"), metric })).toContain("more than once about one answer");
  });
});

it("a dataset format is checked too", async () => {
  const formats = (value: unknown): { formats: never[] } => ({ formats: value as never[] });
  await expect(readDataset("rows.x", formats([{ name: "x" }]))).rejects.toThrow(/a dataset format, .* without endings/);
  await expect(readDataset("rows.x", formats(5))).rejects.toThrow("formats: expected a list of dataset formats, got 5");
  const junk = { ...blocks, read: async () => 5 };
  await expect(readDataset("rows.blocks", formats([junk]))).rejects.toThrow(/rows\.blocks: .* got 5/);
});

it("right objects still do", async () => {
  const options: OptimizeOptions<Row> = {
    prompt: "Which word? {{text}}",
    examples: EXAMPLES,
    model: "parrot:polly",
    store: memoryStore(),
    extensions: { providers: [parrot], methods: [climb], selectors: [once], metrics: [worstLabel], tasks: [word] },
  };
  expect((await evaluate(options)).score.n).toBeGreaterThan(0);
});
