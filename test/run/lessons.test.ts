/** Lessons of earlier runs: which gradients are lessons, of which runs, and what requests show of them. */
import { beforeEach, describe, expect, it } from "vitest";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { lessonsFor, lessonsIn, lessonsOf } from "../../src/run/lessons.ts";
import { PRESETS } from "../../src/options/presets.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import type { RunRecord, Store } from "../../src/stores/store.ts";
import { PROMPT, REVIEWS, SEARCH, SMALL } from "../e2e/small-run.ts";
import { stamped } from "../stores/stamped.ts";
import { counted, failingAt, failureOf, smallRun, type Counted } from "./runs.ts";

const HEADING = "## Lessons of earlier searches";
const TAUGHT = { search: { ...SEARCH, lessons: 3 } };
const TASK = buildTask({ ...SMALL, prompt: PROMPT }, PRESETS.default.splits, () => undefined);

let store: Store;
beforeEach(() => {
  store = memoryStore();
});

/** The events of a run with one gradient for each text, whose edit gained as much. */
function events(gains: Readonly<Record<string, number>>): RunEvent[] {
  const all = Object.entries(gains);
  const ranking = all.map(([text, value], arm) => ({
    id: `edit of ${text}`,
    arm,
    value: 0.5,
    low: 0.4,
    high: 0.6,
    n: 9,
    gain: { parent: "p0", value, low: value - 0.2, high: value + 0.2, n: 9 },
  }));
  return [
    ...all.flatMap(([text]): RunEvent[] => [
      { type: "gradient", round: 1, parent: "p0", id: text, text, rows: ["1"] },
      {
        type: "candidate",
        round: 1,
        id: `edit of ${text}`,
        parts: { task: text },
        origin: { kind: "edit", parent: "p0", gradient: text },
      },
    ]),
    {
      type: "selected",
      round: 1,
      selector: "uniform",
      evaluations: 9,
      calls: 9,
      optimism: 0,
      regret: 0,
      kept: [],
      ranking,
    },
  ];
}

async function ran(id: string, gains: Readonly<Record<string, number>>, more: Partial<RunRecord> = {}): Promise<void> {
  await store.createRun({
    id,
    fingerprint: id,
    testSet: "",
    readTest: true,
    salt: "",
    status: "finished",
    startedAt: "2026-01-01T00:00:00.000Z",
    options: { prompt: PROMPT, metric: "accuracy" },
    ...more,
  });
  await store.appendEvents(id, events(gains).map(stamped));
}

const requestsOf = (model: Counted): string[] =>
  model.calls.map(({ messages }) => messages[0]!.content).filter((text) => text.includes("## Your task"));

describe("lessonsOf", () => {
  it("are the gradients whose edits gained on the prompt they were written from", () => {
    expect(lessonsOf(events({ worse: -0.1, even: 0, better: 0.3 }))).toEqual([
      { text: "better", atLeast: expect.closeTo(0.1) },
    ]);
  });
});

describe("lessonsFor", () => {
  it("takes the surest, one of those in the same words, as many as wanted", async () => {
    await ran("a", { "Negation is missing.": 0.3, "Defects are missing.": 0.1 });
    await ran("b", { "Missing: negations!": 0.4, "Warnings are left out.": 0.2 });
    const lessons = await lessonsFor(store, TASK, 5, "own");
    expect(lessons).toEqual(["Missing: negations!", "Warnings are left out.", "Defects are missing."]);
    expect(await lessonsFor(store, TASK, 2, "own")).toEqual(lessons.slice(0, 2));
    expect(await lessonsFor(store, TASK, 0, "own")).toEqual([]);
  });

  it("reads finished runs of the same columns and metric only, and none that does the same", async () => {
    await ran("own", { one: 0.3 });
    await ran("other metric", { two: 0.3 }, { options: { prompt: PROMPT, metric: "macro F1" } });
    await ran("other columns", { three: 0.3 }, { options: { prompt: "{{title}}", metric: "accuracy" } });
    await ran("cut off", { four: 0.3 }, { status: "failed" });
    expect(await lessonsFor(store, TASK, 5, "own")).toEqual([]);
    await ran("related", { five: 0.3 }, { options: { prompt: "Good? {{text}}", metric: "accuracy" } });
    expect(await lessonsFor(store, TASK, 5, "own")).toEqual(["five"]);
  });
});

describe("a run with lessons", () => {
  it("shows them in requests for gradients and edits, and in no other", async () => {
    await ran("earlier", { "It says nothing of negations.": 0.3 });
    const model = counted();
    const notices: string[] = [];
    await smallRun({
      ...TAUGHT,
      store,
      model,
      onEvent: (event) => event.type === "notice" && notices.push(event.text),
    });
    const requests = requestsOf(model);
    const shown = requests.filter((text) => text.includes(HEADING));
    const wanted = requests.filter((text) => /## What may be wrong with the prompt|reasons, each/.test(text));
    expect(wanted.length).toBeGreaterThan(5);
    expect(wanted.length).toBeLessThan(requests.length);
    expect(shown).toEqual(wanted);
    for (const text of shown) expect(text).toMatch(/\n(~~~~ \w+)\n- It says nothing of negations\.\n\1\n/);
    expect(notices).toContain("1 lesson of earlier runs in the store is shown to the optimizer model.");
  });

  it("says what a run without them says, where none is wanted or there is none", async () => {
    const [plain, none, unwanted] = [counted(), counted(), counted()];
    await smallRun({ model: plain });
    await smallRun({ ...TAUGHT, model: none });
    await ran("earlier", { "It says nothing of negations.": 0.3 });
    await smallRun({ store, model: unwanted });
    expect(requestsOf(none).toSorted()).toEqual(requestsOf(plain).toSorted());
    expect(requestsOf(unwanted).toSorted()).toEqual(requestsOf(plain).toSorted());
    expect(requestsOf(plain).filter((text) => text.includes(HEADING))).toEqual([]);
  });

  it("learns from a real run before it", async () => {
    await smallRun({ store });
    const [first] = await store.listRuns();
    const earned = lessonsOf(await store.readEvents(first!.id)).map(({ text }) => text);
    expect(earned.length).toBeGreaterThan(0);
    await smallRun({ ...TAUGHT, store, examples: REVIEWS.slice(50) });
    const taught = (await store.listRuns()).find(({ id }) => id !== first!.id)!;
    expect(lessonsIn(taught).length).toBeGreaterThan(0);
    expect(earned).toEqual(expect.arrayContaining([...lessonsIn(taught)]));
  });

  it("goes on with the lessons that it began with, whatever has been learned since", async () => {
    await ran("earlier", { "It says nothing of negations.": 0.3 });
    await failureOf(smallRun({ ...TAUGHT, store, model: failingAt(100) }));
    await ran("later", { "It says nothing of quetzals.": 0.5 });
    const model = counted();
    const result = await smallRun({ ...TAUGHT, store, model });
    expect(result.resumed).toBe(true);
    const shown = requestsOf(model).filter((text) => text.includes(HEADING));
    expect(shown.length).toBeGreaterThan(0);
    for (const text of shown) expect(text).not.toContain("quetzals");
  });
});
