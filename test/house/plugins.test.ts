/** A thing of every kind is added through the public API alone, in one file each: it is used, it is named in errors, it passes its suite. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDataset } from "../../src/datasets/index.ts";
import { memoryStore, optimize, UsageError, type OptimizeOptions, type RunEvent } from "../../src/index.ts";
import { accuracy } from "../../src/metrics/index.ts";
import {
  datasetFormatContract,
  methodContract,
  metricContract,
  modelContract,
  selectorContract,
  taskKindContract,
} from "../../src/testing/index.ts";
import { blocks } from "../fixtures/plugins/format.ts";
import { climb } from "../fixtures/plugins/method.ts";
import { worstLabel } from "../fixtures/plugins/metric.ts";
import { parrot } from "../fixtures/plugins/provider.ts";
import { once } from "../fixtures/plugins/selector.ts";
import { word } from "../fixtures/plugins/task-kind.ts";
import { tempFolder } from "../temp.ts";

const tools = { describe, it, expect };
const OPTIONS = { explorationC: 1, pullSize: 32, armsPerPull: 8, rows: "shared" } as const;
const SIZES = { rounds: 2, minibatchSize: 10 };

selectorContract(tools, once.name, once.create(OPTIONS), { spendsBudget: false });
methodContract(tools, climb.name, () => climb.search({ ...SIZES } as Parameters<typeof climb.search>[0]));
metricContract(tools, worstLabel.name, (labels) => worstLabel.make(labels, ""));
modelContract(tools, parrot.name, async () => ({
  model: await parrot.make("polly", { model: "parrot:polly" }, {}),
  [Symbol.asyncDispose]: async () => undefined,
}));
taskKindContract(tools, word, {
  expected: ["Yes", "no", "MAYBE"],
  input: { metric: "accuracy" },
  right: ({ expected }) => String(expected).toUpperCase(),
  wrong: () => "never",
});
datasetFormatContract(tools, blocks, {
  file: "text: one\nlabel: yes\n\ntext: two\nlabel: no\n",
  rows: [
    { text: "one", label: "yes" },
    { text: "two", label: "no" },
  ],
  broken: ["text: one\nno colon here\n"],
});

type Row = Readonly<Record<string, string>>;

const EXAMPLES: readonly Row[] = Array.from({ length: 60 }, (_, i) => ({
  text: `thing ${i} says ${["yes", "no"][i % 2]!}`,
  label: i % 5 === 0 ? "no" : ["yes", "no"][i % 2]!,
}));
const BASE: OptimizeOptions<Row> = {
  prompt: "Which word does it say? {{text}}",
  examples: EXAMPLES,
  model: "parrot:polly",
  extensions: { providers: [parrot], methods: [climb], selectors: [once], metrics: [worstLabel], tasks: [word] },
};

/** Options as a program that is not compiled gives them: names are mere texts. */
const untyped = (options: unknown): Partial<OptimizeOptions<Row>> => options as Partial<OptimizeOptions<Row>>;

interface Run {
  readonly events: readonly RunEvent[];
  readonly fingerprint: string;
  /** What was said to the optimizer model. */
  readonly requests: readonly string[];
}

async function run(options: Partial<OptimizeOptions<Row>>): Promise<Run> {
  const events: RunEvent[] = [];
  const store = memoryStore();
  await optimize({ ...BASE, ...options, store, onEvent: (event) => void events.push(event) });
  const [record] = await store.listRuns();
  const exchanges = await store.readExchanges(record!.id);
  const requests = exchanges.map(({ messages }) => messages.map(({ content }) => content).join("\n"));
  return { events, fingerprint: record!.fingerprint, requests };
}

async function refusalOf(options: unknown): Promise<string> {
  const error: unknown = await optimize({ ...BASE, ...untyped(options) }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

function scoresOf({ events }: Run): readonly number[] {
  return events.flatMap((event) => (event.type === "dev-score" ? [event.score.value] : []));
}

const SMALL = { headroom: false, rounds: 1, minibatchSize: 8 } as const;

describe("an object of one's own", () => {
  it.each([
    ["given as an object", climb],
    ["named as an extension", "climb"],
  ])("is the method of a run, %s", async (_, method) => {
    const { events } = await run(untyped({ search: { ...SMALL, method } }));
    const origins = events.flatMap((event) => (event.type === "candidate" ? [event.origin.kind] : []));
    expect(new Set(origins)).toEqual(new Set(["paraphrase"]));
    expect(events.filter(({ type }) => type === "round-started")).toHaveLength(1);
  });

  it.each([
    ["given as an object", once],
    ["named as an extension", "once"],
    ["given as its function", once.create(OPTIONS)],
  ])("is the selector of a run, %s", async (_, selector) => {
    const { events } = await run(
      untyped({ search: { headroom: false, rounds: 1, method: "monte-carlo" }, selection: { selector } }),
    );
    const selected = events.flatMap((event) => (event.type === "selected" ? [event.selector] : []));
    expect(selected).toEqual([typeof selector === "function" ? "anonymous" : "once"]);
  });

  it.each([
    ["given as an object", worstLabel.make(["yes", "no"], "")],
    ["given with no judge of its own", { metric: worstLabel.make(["yes", "no"], "") }],
    ["named as an extension", "worst-label"],
  ])("is the metric of a run, %s", async (_, metric) => {
    const own = scoresOf(await run(untyped({ metric, search: SMALL })));
    const ofAccuracy = scoresOf(await run({ search: SMALL }));
    // The parrot is right on every "yes", so the worst label is "no", and the share of all rows is higher.
    expect(own.length).toBeGreaterThan(0);
    expect(own[0]).toBeLessThan(ofAccuracy[0]!);
    expect(own[0]).toBeGreaterThan(0);
  });

  it("judges by a judge of its own", async () => {
    const judge = (): { score: number; correct: boolean; invalid: boolean } => ({
      score: 1,
      correct: true,
      invalid: false,
    });
    const { events } = await run({ metric: { judge, metric: accuracy() }, search: SMALL });
    expect(events.find(({ type }) => type === "search-ended")).toMatchObject({ reason: { kind: "nothing-to-mend" } });
  });

  it.each([
    ["given as an object", word],
    ["named as an extension", "word"],
  ])("is the task kind of a run, %s", async (_, task) => {
    const { events, requests } = await run(untyped({ task, search: SMALL }));
    expect(events.some(({ type }) => type === "verdict")).toBe(true);
    expect(requests.some((request) => request.includes("A right answer is one word."))).toBe(true);
  });

  it("reads a file, which a run then learns from", async () => {
    const path = join(tempFolder(), "rows.blocks");
    writeFileSync(path, EXAMPLES.map(({ text, label }) => `text: ${text}\nlabel: ${label}\n`).join("\n"));
    const { rows } = await readDataset(path, { formats: [blocks] });
    const { events } = await run({ examples: rows.map(({ fields }) => fields), search: SMALL });
    expect(events.find(({ type }) => type === "run-started")).toMatchObject({ rows: { train: expect.any(Number) } });
  });
});

describe("the error that lists names has one's own among them", () => {
  it.each([
    ["method", { search: { method: "climbs" } }, /search\.method: expected one of .*protegi.*climb/],
    ["selector", { selection: { selector: "onces" } }, /selection\.selector: expected one of .*least-regret.*once/],
    ["metric", { metric: "worst" }, /Known: accuracy, .*worst-label/],
    ["task kind", { task: "words" }, /task: expected one of classification, custom, .*word/],
    ["provider", { model: "parot:polly" }, /Did you mean parrot:polly\? Providers: openai, .*parrot/],
  ])("%s", async (_, options, message) => {
    expect(await refusalOf(options)).toMatch(message);
  });

  it("dataset format", async () => {
    await expect(readDataset("rows.block", { formats: [blocks] })).rejects.toThrow(
      /ending in one of \.csv, .*\.blocks/,
    );
  });

  it("and no other call knows them", async () => {
    const error: unknown = await optimize({ ...BASE, extensions: {} }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ where: "model parrot:polly" });
    await expect(readDataset("rows.blocks")).rejects.toThrow(/ending in one of/);
  });
});

describe("an object that is edited", () => {
  it("is another run", async () => {
    const search = { ...SMALL, method: climb };
    const { fingerprint } = await run({ search });
    expect((await run({ search })).fingerprint).toBe(fingerprint);
    const edited = { ...climb, search: (options: Parameters<typeof climb.search>[0]) => climb.search(options) };
    expect((await run({ search: { ...SMALL, method: edited } })).fingerprint).not.toBe(fingerprint);
    expect((await run({ search: SMALL })).fingerprint).not.toBe(fingerprint);
  });

  it("of a metric too", async () => {
    const metric = (penalty: string) => ({ name: "mine", isMean: true, score: accuracy().score, penalty });
    const first = await run({ metric: metric("a"), search: SMALL });
    expect((await run({ metric: metric("a"), search: SMALL })).fingerprint).toBe(first.fingerprint);
    expect((await run({ metric: metric("b"), search: SMALL })).fingerprint).not.toBe(first.fingerprint);
  });
});
