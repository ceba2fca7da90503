/** The paper preset makes the calls that the formula of docs/paper.md gives; cells that are known already are counted apart. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import { HEADROOM_CALLS } from "../../src/core/measuring/headroom/calls.ts";
import { digest, words } from "../../src/core/values/hash.ts";
import type { ModelRequest } from "../../src/core/model.ts";
import { optimize } from "../../src/index.ts";
import { PRESETS } from "../../src/options/presets.ts";
import type { RunResult } from "../../src/run/result.ts";
import { scriptedModel } from "../../src/testing/index.ts";

const PROMPT =
  "# Task\nIs the following text hate speech?\n\n# Output format\nAnswer Yes or No as labels\n\n# Prediction\nText: {{ text }}\nLabel:";
const DOCUMENT = readFileSync(new URL("../../docs/paper.md", import.meta.url), "utf8");
/** Rows that have no words in common, so that none is taken for another's duplicate. */
const ROWS = Array.from({ length: 700 }, (_, i) => ({
  text: Array.from({ length: 8 }, (_, word) => digest(`row ${i} word ${word}`, 7)).join(" "),
  label: i % 2 === 0 ? "Yes" : "No",
}));

/** As large as the preset makes them, and given split so that a call tells what it is for. */
const SPLIT = { test: ROWS.slice(0, 150), dev: ROWS.slice(150, 200), train: ROWS.slice(200) };
const TEXTS = { test: new Set(SPLIT.test.map(({ text }) => text)), dev: new Set(SPLIT.dev.map(({ text }) => text)) };

/** A coin for each cell; every gradient, edit and paraphrase differs from all others. */
function reply(request: ModelRequest): string {
  const asked = JSON.stringify([request.messages, request.sample]);
  if (request.format.kind === "choice") return words(asked, 1)[0]! % 2 === 0 ? "Yes" : "No";
  const count = Number(
    /(?:up to|[Ww]rite) (\d+) /.exec(request.messages[0]!.content.split("## Your task")[1]!)?.[1] ?? 1,
  );
  return JSON.stringify({
    items: Array.from(
      { length: count },
      (_, i) => `Is the text hate speech? Mind case ${digest(`${asked} ${i}`, 12)}.`,
    ),
  });
}

/** Calls that reached the model, by what they are for. */
type Made = Record<"errors" | "proposing" | "selecting" | "dev" | "verdict", number>;

interface PaperRun {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly made: Made;
  /** Distinct requests, and all of them. */
  readonly requests: ReadonlySet<string>;
  readonly calls: number;
}

async function paperRun(search: object = {}): Promise<PaperRun> {
  const events: RunEvent[] = [];
  const made: Made = { errors: 0, proposing: 0, selecting: 0, dev: 0, verdict: 0 };
  const requests = new Set<string>();
  let selecting = false;

  function purpose({ format, messages }: ModelRequest): keyof Made {
    if (format.kind !== "choice") return "proposing";
    const text = /^Text: (.*)$/m.exec(messages[0]!.content)![1]!;
    if (TEXTS.test.has(text)) return "verdict";
    if (TEXTS.dev.has(text)) return "dev";
    return selecting ? "selecting" : "errors";
  }

  const model = scriptedModel((request) => {
    requests.add(JSON.stringify(request));
    made[purpose(request)] += 1;
    return reply(request);
  });
  const result = await optimize({
    prompt: PROMPT,
    examples: SPLIT,
    metric: "f1:Yes",
    model,
    search: { preset: "paper", ...search },
    requests: { concurrency: 64 },
    onEvent(event) {
      events.push(event);
      if (event.type === "phase") selecting = event.phase === "selecting";
    },
  });
  return { result, events, made, requests, calls: model.calls.length };
}

function eventsOf<T extends RunEvent["type"]>(events: readonly RunEvent[], type: T): Extract<RunEvent, { type: T }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe("the paper preset", () => {
  let run: PaperRun;
  beforeAll(async () => {
    run = await paperRun();
  });

  it("plans what the formula gives", () => {
    const [rounds, beam, minibatch, groups, gradients, edits, paraphrases, selection, dev, test] = [
      6, 4, 64, 4, 4, 1, 2, 2048, 50, 150,
    ] as const;
    const parents = 1 + (rounds - 1) * beam;
    const writing = groups * (1 + gradients * (1 + edits * paraphrases)) + paraphrases;
    const formula = parents * (minibatch + writing) + rounds * selection + beam * dev + 2 * test;
    expect([parents, writing, formula]).toEqual([21, 54, 15_266]);
    expect(run.result.plan).toEqual({
      headroom: 0,
      judging: 0,
      errors: 1344,
      proposing: 1134,
      screening: 0,
      selecting: 12_288,
      dev: 200,
      verdict: 300,
      total: formula,
    });
    expect(DOCUMENT).toContain(`**${formula.toLocaleString("en")}**`);
    expect(DOCUMENT).toMatch(new RegExp(`headroom +${HEADROOM_CALLS} `));
  });

  it("has the values that the table of names gives", () => {
    const { search, selection, splits } = PRESETS.paper;
    const known: Readonly<Record<string, unknown>> = Object.fromEntries(
      Object.entries({ search, selection, splits }).flatMap(([group, options]) =>
        Object.entries(options).map(([option, value]) => [`${group}.${option}`, value]),
      ),
    );
    const named = Array.from(
      DOCUMENT.matchAll(/^\|.*\| `(\w+\.\w+)` \| (.+?) \| /gm),
      ([, option, value]) => [option!, value!] as const,
    );
    expect(named.length).toBeGreaterThanOrEqual(16);
    for (const [option, value] of named) {
      const set = known[option];
      const shown =
        typeof set === "boolean"
          ? set
            ? "yes"
            : "no"
          : typeof set === "number"
            ? set.toLocaleString("en")
            : `\`${String(set)}\``;
      expect([option, value]).toEqual([option, shown]);
    }
  });

  it("evaluates and asks as often as planned", () => {
    const { result, events, made } = run;
    const { plan } = result;
    expect(eventsOf(events, "reply-dropped")).toEqual([]);
    expect(eventsOf(events, "candidate-rejected")).toEqual([]);
    expect(sum(eventsOf(events, "errors-found").map(({ rows }) => rows))).toBe(plan.errors);
    expect(made.proposing).toBe(plan.proposing);
    expect(eventsOf(events, "selected").map(({ evaluations }) => evaluations)).toEqual(
      Array.from({ length: 6 }, () => 2048),
    );
    expect(made.dev).toBe(plan.dev);
    expect(made.verdict).toBe(plan.verdict);
  });

  it("makes these calls but for the cells that are known, which it never pays twice", () => {
    const { result, events, made, requests, calls } = run;
    const { plan, cost } = result;
    const selections = eventsOf(events, "selected");
    expect(made.selecting).toBe(sum(selections.map((selection) => selection.calls)));
    const known =
      plan.errors - made.errors + sum(selections.map((selection) => selection.evaluations - selection.calls));
    expect(known).toBeGreaterThan(0);
    expect(calls + known).toBe(plan.total);
    expect(requests.size).toBe(calls);
    expect(cost).toMatchObject({ calls, cached: 0, failures: 0 });
  });

  it("screens all successors of a parent on 16 of its errors, where that is asked for", async () => {
    const { result, events, made, calls } = await paperRun({ screenOnErrors: true, rounds: 1 });
    const { plan } = result;
    // 16 edits with 2 paraphrases each, and 2 paraphrases of the parent.
    expect(plan.screening).toBe((16 * 3 + 2) * 16);
    expect(made.errors).toBe(plan.errors + plan.screening);
    const [selection] = eventsOf(events, "selected");
    // The choice on dev ends when it is clear, so it may take less than planned.
    expect(made.dev).toBeLessThanOrEqual(plan.dev);
    expect(calls + selection!.evaluations - selection!.calls + plan.dev - made.dev).toBe(plan.total);
  });

  it.each([
    { editsPerGradient: 2, gradientsPerGroup: 1, paraphrasesPerPrompt: 1, maxSuccessors: 100 },
    { errorGroups: 1, gradientsPerGroup: 3, paraphrasesPerPrompt: 0, minibatchSize: 50, beamWidth: 3 },
    { errorsPerGroup: 2, gradientsPerGroup: 2, paraphrasesPerPrompt: 3, beamWidth: 1 },
  ])("plans what is asked with %j, too", async (search) => {
    const { result, events, made } = await paperRun({ rounds: 2, ...search });
    const { plan } = result;
    expect(sum(eventsOf(events, "errors-found").map(({ rows }) => rows))).toBe(plan.errors);
    expect(sum(eventsOf(events, "selected").map(({ evaluations }) => evaluations))).toBe(plan.selecting);
    expect([made.proposing, made.verdict]).toEqual([plan.proposing, plan.verdict]);
    expect(made.dev).toBeLessThanOrEqual(plan.dev);
    expect(made.dev).toBeGreaterThan(plan.dev / 2);
  });
});
