/** What is opened is freed, what was handed in is not, and nothing is begun before it is needed. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Model } from "../../src/core/model.ts";
import { UsageError } from "../../src/core/errors.ts";
import { databaseOf, open, openAll, shelfAt, shelfOf, withoutStore } from "../../src/jobs/open.ts";
import { readConfigured, readOptions, type Read } from "../../src/jobs/read.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { exampleFolder } from "../cli/helpers.ts";
import { PROMPT, REVIEWS } from "../e2e/small-run.ts";

const GIVEN = { prompt: PROMPT, examples: REVIEWS, label: "label" };

/** A model that counts how often it was closed. */
function closable(): Model & { readonly closed: () => number } {
  let closed = 0;
  return { ...simulatedReviews(), close: async () => void (closed += 1), closed: () => closed };
}

function read(model: Read["model"], optimizer?: Read["model"]): Read {
  return readOptions({ ...GIVEN, model, ...(optimizer !== undefined && { optimizer }) });
}

describe("open", () => {
  it("gives both roles the one model that is named, and leaves open what was handed in", async () => {
    const model = closable();
    const opened = await open(read(model), { env: {} });
    expect(opened.models).toEqual({ task: model, optimizer: model });
    await opened.close();
    expect(model.closed()).toBe(0);
  });

  it("makes a model of the same name once for all that are opened together", async () => {
    const [first, second, third] = await openAll(
      [read("sim:reviews"), read("sim:reviews"), read("sim:reviews", (): string => "positive")],
      { env: {} },
    );
    expect(second!.models.task).toBe(first!.models.task);
    expect(third!.models.task).toBe(first!.models.task);
    expect(third!.models.optimizer).not.toBe(first!.models.task);
    await first!.close();
  });

  it("refuses a model that cannot be made before it begins a store", async () => {
    let begun = 0;
    const store = { ...shelfOf(memoryStore()), open: async () => (begun++, memoryStore()) };
    await expect(open(read("sim:other"), { env: {}, store })).rejects.toThrow(UsageError);
    await expect(open(read(null as never), { env: {}, store })).rejects.toThrow("expected");
    expect(begun).toBe(0);
  });

  it("begins the store of a config when it is asked for, once, and closes it", async () => {
    const folder = await exampleFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const file = `${folder.path}/protegi.yaml`;
    const opened = await open(await readConfigured(file, {}, {}), {
      env: {},
      store: shelfAt(file, {}, () => undefined),
    });
    expect(opened.task.prompt.text).toBe(await readFile(`${folder.path}/prompt.md`, "utf8"));
    expect(existsSync(databaseOf(file, {}))).toBe(false);
    await (await withoutStore(opened).openStore()).listRuns();
    expect(existsSync(databaseOf(file, {}))).toBe(false);
    const store = await opened.openStore();
    expect(await opened.openStore()).toBe(store);
    expect(existsSync(databaseOf(file, {}))).toBe(true);
    await opened.close();
    await expect(store.listRuns()).rejects.toThrow();
  });

  it("reads options and a config of the same words to the same task and settings", async () => {
    const folder = await exampleFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const overrides = { "splits.maxTest": { value: 50, from: "--set" }, seed: { value: 4, from: "--seed" } };
    const { rows } = await import("../../src/datasets/index.ts").then(({ readDataset }) =>
      readDataset(`${folder.path}/reviews.csv`),
    );
    const own = readOptions({
      ...GIVEN,
      examples: rows.map(({ fields }) => fields),
      model: "sim:reviews",
      splits: { maxTest: 50 },
      seed: 4,
    });
    const { task, settings } = await readConfigured(`${folder.path}/protegi.yaml`, overrides, {});
    expect(settings).toEqual(own.settings);
    expect(task.test.map(({ id }) => id)).toEqual(own.task.test.map(({ id }) => id));
    expect(task.prompt.id).toBe(own.task.prompt.id);
  });
});
