/** Rows that transport never delivers leave the score, on both sides of a pair; too many of them stop the run; refusals and overflow count as wrong. */
import { describe, expect, it } from "vitest";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { ModelError, ProtegiError } from "../../src/core/errors.ts";
import type { Model, ModelAnswer, ModelRequest } from "../../src/core/model.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { comparable, SMALL } from "../e2e/small-run.ts";
import { failureOf, onlyRun, smallRun } from "./runs.ts";

const { test } = buildTask(SMALL, parseGroups({ splits: SMALL.splits }).splits, () => undefined);
const requests = { retries: 0, concurrency: 8 };

/** The simulated model, but for requests about one of these rows. */
function butFor(rows: number, about: (request: ModelRequest) => ModelAnswer): Model {
  const texts = test.slice(0, rows).map(({ fields }) => `Text: ${fields["text"]}\n`);
  const model = simulatedReviews();
  return {
    ...model,
    async generate(request, signal) {
      const said = request.messages.map(({ content }) => content).join("\n");
      return texts.some((text) => said.includes(text)) ? about(request) : model.generate(request, signal);
    },
  };
}

const undelivered = (): never => {
  throw new ModelError("server", "sim:reviews: the call failed (HTTP 500)");
};

function ended(finish: ModelAnswer["finish"]): () => ModelAnswer {
  return () => ({ text: "", finish, usage: { input: 10, output: 0, cachedInput: 0, reasoning: 0 } });
}

describe("test rows that transport never delivers", () => {
  it("leave the scores of both prompts, and are told", async () => {
    const { verdict, cost } = await smallRun({ requests, model: butFor(3, undelivered) });
    expect(verdict).toMatchObject({ missing: 3, initial: { n: 27 }, winner: { n: 27 }, difference: { n: 27 } });
    const left = new Set(test.slice(0, 3).map(({ id }) => id));
    expect([...verdict!.fixed, ...verdict!.broken].filter((id) => left.has(id))).toEqual([]);
    expect(cost.failures).toBeGreaterThanOrEqual(3);
  });

  it("are asked for again by the next start of that run, and no other", async () => {
    const store = memoryStore();
    await smallRun({ store, requests, model: butFor(3, undelivered) });
    const asked: ModelRequest[] = [];
    const model = simulatedReviews();
    const watched: Model = { ...model, generate: (request) => (asked.push(request), model.generate(request)) };
    const again = await smallRun({ store, requests, model: watched });
    expect(again.verdict?.missing).toBe(0);
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.length).toBeLessThanOrEqual(6);
    const whole = comparable(await smallRun()) as { candidates: unknown; best: unknown };
    expect(comparable(again)).toMatchObject({ candidates: whole.candidates, best: whole.best });
  });

  it("stop the run when they are more than one call in twenty, and the run can go on", async () => {
    const store = memoryStore();
    let calls = 0;
    const model = simulatedReviews();
    const failing: Model = {
      ...model,
      generate: (request) => (++calls > 100 && calls % 4 === 0 ? undelivered() : model.generate(request)),
    };
    const error = await failureOf(smallRun({ store, requests, model: failing }));
    expect(error).toBeInstanceOf(ProtegiError);
    expect((error as Error).message).toMatch(
      /^\d+ of \d+ calls got no answer after all their attempts, more than 5%; the last one: .*HTTP 500.*\n {2}What arrived is kept\./,
    );
    const { id } = await onlyRun(store);
    expect(await smallRun({ store })).toMatchObject({ runId: id, resumed: true });
  });
});

describe("test rows that are answered by", () => {
  it.each(["refusal", "overflow"] as const)("%s count as wrong, for both prompts", async (finish) => {
    const { verdict, cost } = await smallRun({ requests, model: butFor(3, ended(finish)) });
    expect(verdict).toMatchObject({ missing: 0, difference: { n: 30 }, invalid: { initial: 3, winner: 3 } });
    expect(cost.failures).toBe(0);
  });
});
