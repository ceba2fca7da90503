/** What is told of a run as it goes, on a terminal and elsewhere. */
import { describe, expect, it } from "vitest";
import { progress } from "../../src/cli/progress.ts";
import { plain, Terminal } from "../../src/cli/terminal.ts";
import type { RunEvent } from "../../src/core/events.ts";
import type { Spending } from "../../src/core/spending.ts";

const spending = (calls: number, more: Partial<Spending> = {}): RunEvent => ({
  type: "spending",
  spending: { calls, cached: 0, failures: 0, inputTokens: 10 * calls, outputTokens: calls, ...more },
});
const round: RunEvent = { type: "round-started", round: 2, rounds: 3, beam: ["a", "b"] };
const started: Extract<RunEvent, { type: "run-started" }> = {
  type: "run-started",
  runId: "2026-01-01-abcdef",
  resumed: true,
  prompt: "a",
  text: "",
  rows: { train: 1, dev: 1, test: 1 },
  maxCalls: 500,
  simulated: false,
};
const devScore = (value: number): RunEvent => ({
  type: "dev-score",
  round: 2,
  id: "a",
  score: { value, low: 0.5, high: 0.9, n: 50 },
});

/** A terminal whose stderr is kept, with a clock of its own. */
function bench(isTTY: boolean) {
  let written = "";
  let now = 0;
  const stderr = { write: (text: string) => (written += text), isTTY, columns: 100 };
  const terminal = new Terminal(
    { stdout: stderr, stderr, env: {}, cwd: "/", signal: new AbortController().signal },
    {},
  );
  const bar = progress(terminal, { maxCalls: 1000 }, () => now);
  return {
    bar,
    /** What was written since the last look. */
    seen(events: readonly RunEvent[], seconds = 1): string {
      now += 1000 * seconds;
      written = "";
      for (const event of events) bar.show(event);
      return written;
    },
  };
}

describe("the live line", () => {
  it("tells round, phase, calls, tokens, time left and the best so far", () => {
    const { bar, seen } = bench(true);
    expect(seen([round, { type: "phase", round: 2, phase: "selecting" }])).toContain(
      "Round 2 of 3: 2 prompts to improve\n",
    );
    expect(seen([spending(250)], 29)).toBe(
      "\r\u001b[Kround 2/3, selecting: 250/1,000 calls, 2,750 tokens, ≤ 1 min 30 s left",
    );
    expect(seen([devScore(0.8)])).toMatch(/round 2\/3, selecting: .*, best 0\.800$/);
    bar.end();
  });

  it("tells money where prices are known, and no time left before anything was paid", () => {
    const { bar, seen } = bench(true);
    expect(seen([spending(100, { cached: 100, usd: 0.05 })])).toBe("\r\u001b[K100/1,000 calls, $0.0500");
    bar.end();
  });

  it("stays on one line, is not drawn more than ten times a second, and ends", () => {
    const { bar, seen } = bench(true);
    const first = seen([{ type: "phase", round: 0, phase: "proposing" }, spending(123_456_789)]);
    expect(first.slice("\r\u001b[K".length).length).toBeLessThan(100);
    expect(seen([spending(2)], 0.05)).toBe("");
    expect(seen([], 0)).toBe("");
    bar.end();
    expect(bench(false).seen([])).toBe("");
  });
});

describe("plain lines", () => {
  it("tell what a round brought", () => {
    const { seen } = bench(false);
    const gradient: RunEvent = { type: "gradient", round: 1, parent: "a", id: "g", text: "It is vague.", rows: [] };
    const candidate: RunEvent = {
      type: "candidate",
      round: 1,
      id: "b",
      parts: { task: "Mind it." },
      origin: { kind: "paraphrase", parent: "a" },
    };
    const rejected: RunEvent = {
      type: "candidate-rejected",
      round: 1,
      parent: "a",
      parts: { task: "" },
      breach: { kind: "empty", part: "task" },
    };
    const dropped: RunEvent = { type: "reply-dropped", round: 1, parent: "a", asked: "edit", reason: "it was cut off" };
    const errors: RunEvent = { type: "errors-found", round: 1, parent: "a", rows: 64, errors: 9, invalid: 0 };
    const text = seen([
      round,
      errors,
      errors,
      gradient,
      gradient,
      candidate,
      rejected,
      dropped,
      { type: "phase", round: 2, phase: "selecting" },
    ]);
    expect(text).toBe(
      "Round 2 of 3: 2 prompts to improve\n  18 errors of 2 prompts: 2 gradients, 1 new prompt, 1 rejected, 1 reply dropped\n",
    );
  });

  it("leave out what a method without gradients has none of", () => {
    const { seen } = bench(false);
    const candidate: RunEvent = {
      type: "candidate",
      round: 1,
      id: "b",
      parts: { task: "Mind it." },
      origin: { kind: "paraphrase", parent: "a" },
    };
    expect(seen([round, candidate, { type: "phase", round: 2, phase: "selecting" }])).toContain("\n  1 new prompt\n");
  });

  it("mark the best on dev so far", () => {
    const { seen } = bench(false);
    expect(seen([devScore(0.7), devScore(0.8), devScore(0.75)])).toBe(
      "  a on dev: 0.700 [0.500, 0.900], the best so far\n  a on dev: 0.800 [0.500, 0.900], the best so far\n  a on dev: 0.750 [0.500, 0.900]\n",
    );
  });

  it("name prompts as show does, and by their ids once a run is resumed", () => {
    const candidate: RunEvent = {
      type: "candidate",
      round: 1,
      id: "b",
      parts: { task: "Mind it." },
      origin: { kind: "paraphrase", parent: "a" },
    };
    const { seen } = bench(false);
    const events = [candidate, devScore(0.7), { ...devScore(0.8), id: "b" }];
    expect(seen([{ ...started, resumed: false }, ...events])).toBe(
      "  P0 on dev: 0.700 [0.500, 0.900], the best so far\n  P1 on dev: 0.800 [0.500, 0.900], the best so far\n",
    );
    expect(bench(false).seen([started, ...events])).toContain("\n  b on dev: 0.800");
  });

  it("tell where the run stands every half minute, and between rounds", () => {
    const { seen } = bench(false);
    seen([round]);
    expect(seen([spending(100)], 10)).toBe("");
    expect(seen([spending(200)], 30)).toMatch(/^ {2}round 2\/3: 200\/1,000 calls, 2,200 tokens, ≤ 3 min left\n$/);
    expect(seen([round])).toMatch(/^ {2}.*200\/1,000 calls.*\nRound 2 of 3/);
  });

  it("count the rounds that are planned, and the limit once these are over", () => {
    const { seen } = bench(false);
    const rounds = [1, 7, 8, 14].map((n): RunEvent => ({ type: "round-started", round: n, rounds: 14, beam: ["a"] }));
    expect(seen([{ ...started, resumed: false, plannedRounds: 7 }, ...rounds])).toBe(
      ["1 of about 7", "7 of about 7", "8 of at most 14", "14 of at most 14"]
        .map((of) => `Round ${of}: 1 prompt to improve\n`)
        .join(""),
    );
  });

  it("say that a run goes on", () => {
    const { seen } = bench(false);
    expect(seen([started])).toBe(
      "Resuming run 2026-01-01-abcdef, which was cut off: what it has paid for is not paid again.\n",
    );
  });
});

describe("text from rows and models", () => {
  it("is shown and not obeyed", () => {
    expect(plain("a\u001b[2Jb\u009bc\rd\u202ee\tf\ng")).toBe("a\\u001b[2Jb\\u009bc\\u000dd\\u202ee\tf\n  g");
  });

  it("cannot pass for a colour of ours, in lines or in JSON", () => {
    let written = "";
    const stdout = { write: (text: string) => (written += text), isTTY: true };
    const io = { stdout, stderr: stdout, env: {}, cwd: "/", signal: new AbortController().signal };
    const terminal = new Terminal(io, {});
    terminal.print(terminal.bold("ours \u001b[31mtheirs"), "theirs \u001b[31m");
    expect(written).toBe("\u001b[1mours \\u001b[31mtheirs\u001b[0m\ntheirs \\u001b[31m\n");
    written = "";
    new Terminal(io, { json: true }).document("doctor", { text: "\u009b31m\u202e" });
    expect(written).toMatch(/\n {2}"text": "\\u009b31m\\u202e"\n\}\n$/);
    expect(JSON.parse(written)).toMatchObject({ text: "\u009b31m\u202e" });
  });
});
