/** Limits in whole runs, on real messages: macro F1 with a floor for the recall of spam. */
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import { optimize } from "../../src/jobs/optimize.ts";
import { check } from "../../src/jobs/check.ts";
import { verdictLines } from "../../src/report/verdict.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { comparable } from "../e2e/small-run.ts";
import { failureOf, onlyRun } from "./runs.ts";
import { CAREFUL, MESSAGES, promptOf, spamRun, WIDE, type SpamOptions } from "./sms.ts";
import { ModelError } from "../../src/core/errors.ts";

const FLOOR = "recall:spam >= 0.95";

async function ran(
  options: SpamOptions,
): Promise<{ events: RunEvent[]; result: Awaited<ReturnType<typeof optimize>> }> {
  const events: RunEvent[] = [];
  const result = await optimize({ ...options, onEvent: (event) => events.push(event) });
  return { events, result };
}

describe("macro F1 with recall of spam at least 0.95", () => {
  it("picks the prompt that meets the floor, not the better one that does not", async () => {
    const free = await ran(spamRun([CAREFUL, WIDE]));
    expect(free.result.best).toBe(promptOf(CAREFUL));
    const { result, events } = await ran({ ...spamRun([CAREFUL, WIDE]), limits: [FLOOR] });
    expect(result.best).toBe(promptOf(WIDE));
    expect(result.limits).toBe("met");
    expect(result.verdict!.limits).toMatchObject([
      { limit: FLOOR, initial: { met: false }, winner: { met: true, value: 1 } },
    ]);
    expect(result.verdict!.word).toBe("better");
    expect(result.prompt).toBe(promptOf(WIDE));
    const [refused] = events.filter((event) => event.type === "finalist-refused");
    expect(refused?.missed).toMatchObject([{ limit: FLOOR, met: false }]);
    expect(result.candidates[0]!.limits).toMatchObject([{ limit: FLOOR, met: true }]);
  });

  it("says so where no prompt meets it, names the nearest, and recommends the first", async () => {
    const { result } = await ran({ ...spamRun([CAREFUL]), limits: [FLOOR] });
    expect(result.limits).toBe("none met");
    expect(result.best).toBe(promptOf(CAREFUL));
    expect(result.verdict).toMatchObject({ word: "misses a limit", limitsOnDev: "none met" });
    expect(result.verdict!.difference.low).toBeGreaterThan(0);
    expect(result.prompt).toBe(promptOf("claim"));
  });

  it("takes a prompt that scores lower and meets it in the place of a first one that does not", async () => {
    const { result } = await ran({ ...spamRun([WIDE], CAREFUL), limits: [FLOOR] });
    expect(result.best).toBe(promptOf(WIDE));
    expect(result.verdict!.difference.value).toBeLessThan(0);
    expect(result.verdict!.limits).toMatchObject([{ initial: { met: false }, winner: { met: true } }]);
    // It is worse beyond doubt, and 22 of 25 leave it open whether the first prompt has the recall: luck must not decide.
    expect(result.verdict!.word).toBe("worse");
    expect(verdictLines(result.verdict!)[1]).toContain("may be luck");
    const many = "free, call, text, txt, reply, now, your, to";
    const clear = await optimize({ ...spamRun([many]), metric: "accuracy", limits: [FLOOR] });
    expect(clear.verdict!.difference.high).toBeLessThan(0);
    expect(clear.verdict!.word).toBe("meets the limits");
    expect(clear.prompt).toBe(promptOf(many));
  });

  it("rejects prompts over a cap on their text when they are written", async () => {
    const { result, events } = await ran({
      ...spamRun([CAREFUL, WIDE]),
      limits: [`promptCharacters <= ${promptOf(CAREFUL).length}`],
    });
    expect(result.best).toBe(promptOf(CAREFUL));
    const rejected = events.filter((event) => event.type === "candidate-rejected");
    expect(rejected.some(({ breach }) => breach.kind === "limit")).toBe(true);
  });

  it("shows score against length: the best, and shorter ones that do a little worse", async () => {
    const { result } = await ran(spamRun([CAREFUL, WIDE]));
    const [best, ...shorter] = result.front!;
    expect(best!.id).toBe(result.candidates[0]!.id);
    for (const [i, point] of shorter.entries()) {
      expect(point.tokens).toBeLessThan(result.front![i]!.tokens);
      expect(point.score.value).toBeLessThan(result.front![i]!.score.value);
    }
  });
});

describe("a run with limits and protected rows", () => {
  const marked = MESSAGES.map((row, i) => ({ ...row, must: i % 40 === 0 ? "yes" : "" }));
  const options: SpamOptions = { ...spamRun([CAREFUL, WIDE]), examples: marked, limits: [FLOOR], protect: "must" };

  it("keeps the protected rows out of the splits, asks them of those that are about to win, and stays within its plan", async () => {
    const { result, events } = await ran(options);
    const started = events.find((event) => event.type === "run-started")!;
    const { train, dev, test } = started.rows;
    expect(train + dev + test).toBe(MESSAGES.length - 17);
    expect(result.protectedRows!.rows).toBe(17);
    expect(result.cost.calls).toBeLessThanOrEqual(result.plan.total);
    expect(result.plan.protecting).toBeGreaterThan(0);
    const checked = await check(options);
    expect(checked.estimate.plan.protecting).toBe(result.plan.protecting);
    // The wide words take ham for spam: one of the protected rows too.
    const broken = result.refused!.filter((one) => one.broken !== undefined);
    expect(broken.length).toBeGreaterThan(0);
    for (const { id } of broken) expect(result.candidates.find((one) => one.id === id)?.refused).toBe(true);
  });

  it("goes on where it was cut off, and ends as if it had not been", async () => {
    const whole = await optimize(options);
    for (const share of [0.4, 0.85]) {
      const store = memoryStore();
      let left = Math.floor(share * whole.cost.calls);
      const { model } = options as { readonly model: import("../../src/core/model.ts").Model };
      const failing = {
        ...model,
        async generate(...given: Parameters<typeof model.generate>) {
          if (left-- < 0) throw new ModelError("auth", "the key was not accepted");
          return model.generate(...given);
        },
      };
      await failureOf(optimize({ ...options, model: failing, store }));
      const resumed = await optimize({ ...options, store });
      expect(resumed.resumed).toBe(true);
      expect(comparable(resumed)).toEqual(comparable(whole));
      expect((await onlyRun(store)).options["limits"]).toEqual([FLOOR]);
    }
  });

  it("with a cap that does not reach for dev, never recommends what was not checked", async () => {
    const least = await failureOf(optimize({ ...options, budget: { calls: 1 } }));
    const calls = Number(/at least ([\d,]+)/.exec(String(least))?.[1]?.replace(",", ""));
    const result = await optimize({ ...options, budget: { calls } });
    expect(result.cost.calls).toBeLessThanOrEqual(calls);
    if (result.limits !== "met") expect(result.prompt).toBe(promptOf("claim"));
  });
});
