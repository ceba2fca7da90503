import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withTables } from "../../bench/lib/real-page.ts";
import { recordingOf } from "../../bench/lib/real-recording.ts";
import { keyOf, readResults, type RealResult } from "../../bench/lib/real-results.ts";
import { figuresOf, latest, resultLines, wordOf } from "../../bench/lib/real-summary.ts";
import { REAL_TASK_NAMES, realTask, rowsOf } from "../../bench/lib/real-tasks.ts";
import { admittedShare, yieldOf } from "../../bench/lib/real-yield.ts";
import type { RunEvent } from "../../src/core/events.ts";
import type { VerdictWord } from "../../src/core/measuring/verdict.ts";
import { functionModel, optimize } from "../../src/index.ts";
import { ROOT, tempFolder } from "../models/local-setup.ts";

function result(more: Partial<RealResult> & { word?: VerdictWord; oneLabel?: number }): RealResult {
  const { word = "better", oneLabel = 0.6, ...rest } = more;
  const score = { value: 0.6, low: 0.5, high: 0.7 };
  return {
    task: "reviews",
    model: "smollm2",
    writer: "piecewise",
    method: "piecewise",
    seed: 1,
    requests: "ab",
    run: "2026-11-29-abcdef",
    date: "2026-11-29T12:00:00Z",
    version: "0.1.0",
    machine: { cpu: "C", cores: 2, memoryGb: 8, system: "Linux", node: "v24" },
    models: { task: "t", optimizer: "o" },
    rows: { train: 1, dev: 1, test: 1 },
    verdict: {
      word,
      initial: score,
      best: score,
      difference: { value: 0.1, low: 0.02, high: 0.18 },
      fixed: 3,
      broken: 1,
      oneLabel: { initial: oneLabel, best: oneLabel },
    },
    stopped: "rounds",
    calls: 100,
    writerCalls: 10,
    minutes: 2,
    yield: { edit: { asked: 10, usable: 9, admitted: 8, different: 7, better: 3 } },
    best: "The best one",
    ...rest,
  };
}

describe("the figures of real runs", () => {
  const lost = { value: -0.01, low: -0.05, high: 0.03, rows: 200 };
  const runs = [
    result({ seed: 1 }),
    result({ seed: 2, fresh: lost }),
    result({ seed: 3, word: "not shown", fresh: lost }),
    result({
      writer: "large",
      method: "protegi",
      yield: { edit: { asked: 4, usable: 4, admitted: 4, different: 2, better: 1 } },
    }),
    result({ writer: "large", method: "protegi", seed: 2, oneLabel: 0.95, yield: {} }),
    result({ task: "sms", model: "qwen-0.5b" }),
  ];

  it("count what is better by writer, on reviews with SmolLM2 alone, and never an empty gain", () => {
    expect(figuresOf(runs)).toMatchObject({
      tasks: 2,
      runs: 6,
      betterWithSmallWriter: 2,
      betterWithLargeWriter: 1,
      worseSaidBetter: 1,
      yieldPiecewise: 0.8,
      yieldLarge: 1,
    });
    expect(runs.map(wordOf)).toEqual(["better", "better", "not shown", "better", "one label", "better"]);
  });

  it("take the last of runs that differ in nothing but the time", () => {
    const again = result({ seed: 1, word: "worse", requests: "cd" });
    expect(latest([...runs, again])).toHaveLength(6);
    expect(figuresOf([...runs, again])).toMatchObject({ runs: 6, betterWithSmallWriter: 1 });
    expect(keyOf(again)).not.toBe(keyOf(runs[0]!));
  });

  it("have no number where nothing was measured", () => {
    expect(figuresOf([])).toMatchObject({ runs: 0, yieldPiecewise: NaN, yieldLarge: NaN });
  });

  it("a run without a verdict says what ended it", () => {
    const { verdict: _, ...without } = result({ stopped: "budget" });
    expect(resultLines([without])[1]).toContain("none (budget)");
  });

  it("the page has the tables between its marks, and keeps the rest", () => {
    const page = readFileSync(join(ROOT, "docs/real-models.md"), "utf8");
    const written = withTables(page, runs);
    expect(written).toContain(
      "| sms | qwen-0.5b | piecewise | piecewise | 1 | 0.600 | 0.600 | +0.100 [+0.020, +0.180] | better |",
    );
    expect(written).toContain("| 1 | large | edit | 4 | 4 | 4 | 2 | 1 |");
    expect(written).toContain("    The best one\n");
    expect(withTables(written, [])).toBe(withTables(page, []));
    expect(() => withTables(page.replace("<!-- end of runs -->", ""), runs)).toThrow(/end of runs/);
  });
});

describe("the results in the repository", () => {
  const kept = readResults();

  it("are what docs/real-models.md shows; `npm run bench -- real --write` renews it", () => {
    const page = readFileSync(join(ROOT, "docs/real-models.md"), "utf8");
    expect(withTables(page, kept)).toBe(page);
  });

  it("have no prompt of a task whose rows may not be shown", () => {
    expect(kept.filter(({ task, best }) => best !== undefined && !realTask(task).copyable)).toEqual([]);
  });
});

it("the yield counts what a writer was asked, and what came of it", async () => {
  const words = ["good", "fine", "bad", "poor"];
  const examples = Array.from({ length: 120 }, (_, i) => ({
    text: `${words[i % 4]} ${i}`,
    label: i % 4 < 2 ? "yes" : "no",
  }));
  // Only a prompt that says “really” reads the words; the first says yes to all.
  const model = functionModel(
    ({ prompt }) => (/really/.test(prompt) && /bad|poor/.test(prompt) ? "no" : "yes"),
    "rows",
  );
  let asked = 0;
  const writer = functionModel(({ prompt }) => {
    asked += 1;
    if (/These texts have/.test(prompt)) return "A text is yes if it has a kind word";
    return asked % 2 === 0 ? "" : `Say yes or no, really, in way ${asked}.`;
  }, "writer");
  const events: RunEvent[] = [];
  await optimize({
    prompt: "Say yes or no.\n\n{{text}}",
    examples,
    model,
    optimizer: writer,
    search: { method: "piecewise", rounds: 1, maxSuccessors: 8, headroom: false },
    onEvent: (event) => events.push(event),
  });
  const counts = yieldOf(events);
  const kinds = Object.values(counts);
  expect(kinds.reduce((sum, kind) => sum + kind.asked, 0)).toBe(asked);
  const { shorten, rule } = counts;
  expect(shorten!.usable).toBeLessThan(shorten!.asked);
  expect(shorten!.admitted).toBe(shorten!.usable);
  expect(shorten!.better).toBeGreaterThan(0);
  expect(shorten!.different).toBeGreaterThanOrEqual(shorten!.better);
  // A rule for a model that does not read rules changes nothing.
  expect(rule!.better).toBe(0);
  expect(admittedShare([counts])).toBeLessThan(1);
});

it("a recording gives each request its reply, also when it is opened again", async () => {
  await using folder = await tempFolder();
  const file = join(folder.path, "deep/pairs.jsonl");
  const request = {
    messages: [{ role: "user" as const, content: "Why?" }],
    format: { kind: "text" as const },
    sample: 1,
  };
  const usage = { input: 1, output: 1, cachedInput: 0, reasoning: 0 };
  const recording = recordingOf(file);
  expect(recording.find(request)).toBeUndefined();
  recording.add({ ...request, temperature: 1, maxOutputTokens: 10 }, { text: "So.", finish: "stop", usage });
  expect(recordingOf(file).find({ ...request, temperature: 0 })).toMatchObject({ text: "So.", finish: "stop" });
  expect(recordingOf(file).find({ ...request, sample: 2 })).toBeUndefined();
});

it("rows of the reviews are the same each time, and the fresh ones are kept apart", async () => {
  const [one, two] = [await rowsOf("reviews"), await rowsOf("reviews")];
  expect(one).toEqual(two);
  const texts = new Set(one.examples.map(({ text }) => text));
  expect(one.fresh.filter(({ text }) => texts.has(text))).toEqual([]);
  expect(one.fresh).toHaveLength(200);
  expect(REAL_TASK_NAMES).toContain("reviews");
});
