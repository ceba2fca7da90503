/** Wishes that another process appends take effect at the next barrier, are logged with their place, and are replayed there. */
import { expect, it } from "vitest";
import type { Input } from "../../src/core/inputs.ts";
import type { Store } from "../../src/stores/store.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { inputFor } from "../../src/run/steering.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { ModelError } from "../../src/core/errors.ts";
import { SEARCH } from "../e2e/small-run.ts";
import { counted, failureOf, onlyRun, smallRun, type Options } from "./runs.ts";

/** A run into which `wish` is appended once its first round is being selected from. */
function wished(store: Store, wish: () => Promise<void>, options: Partial<Options> = {}): ReturnType<typeof smallRun> {
  let done = false;
  return smallRun({
    store,
    onEvent(event) {
      if (done || event.type !== "arms") return;
      done = true;
      void wish();
    },
    ...options,
  });
}

it("a wish to stop ends the search at the next barrier, and dev and verdict follow", async () => {
  const store = memoryStore();
  const stop = async (): Promise<void> => store.appendInput((await onlyRun(store)).id, inputFor({ kind: "stop" }));
  const result = await wished(store, stop);
  expect(result.stopped).toEqual({ kind: "stopped" });
  expect(result.verdict).toBeDefined();
  const inputs = await store.readInputs(result.runId);
  expect(inputs.map(({ round, stage }) => [round, stage])).toEqual([
    [0, "next"],
    [2, "proposing"],
  ]);
});

it("a run that was cut off after a wish took effect replays it in its place, and ends as if it had not been", async () => {
  const text = "Is this review positive or negative? Mind negations.";
  const wish = inputFor({ kind: "add", parts: { task: text } });
  const whole = memoryStore();
  const undisturbed = await wished(whole, async () => whole.appendInput((await onlyRun(whole)).id, wish));
  expect(undisturbed.candidates.map(({ parts }) => parts["task"])).toContain(text);

  const store = memoryStore();
  let calls = 0;
  let added = false;
  const model = counted(() => {
    calls += 1;
    if (added && calls > 210) throw new ModelError("auth", "sim:reviews: the key was not accepted");
  });
  const add = async (): Promise<void> => {
    await store.appendInput((await onlyRun(store)).id, wish);
    added = true;
  };
  await failureOf(wished(store, add, { model }));
  expect((await store.readInputs((await onlyRun(store)).id)).length).toBe(2);
  const resumed = await smallRun({ store, model: simulatedReviews() });
  expect(resumed.resumed).toBe(true);
  expect(resumed.candidates).toEqual(undisturbed.candidates);
  expect(resumed.verdict).toEqual(undisturbed.verdict);
  expect((await store.readInputs(resumed.runId)).length).toBe(2);
});

it("a raised cap on calls lets the search go on", async () => {
  const capped = await smallRun({ budget: { calls: 150 } });
  const store = memoryStore();
  const raise = async (): Promise<void> =>
    store.appendInput((await onlyRun(store)).id, inputFor({ kind: "cap", cap: "calls", value: 5000 }));
  const raised = await smallRun({
    store,
    budget: { calls: 150 },
    onEvent(event) {
      if (event.type === "run-started") void raise();
    },
  });
  expect(capped.stopped).toEqual({ kind: "budget", cap: "calls" });
  expect(raised.stopped.kind).not.toBe("budget");
  expect(raised.cost.calls).toBeGreaterThan(150);
});

/** A run into which these wishes are appended before its first round. */
function wishing(wishes: (prompt: string) => readonly unknown[], options: Partial<Options> = {}) {
  const store = memoryStore();
  const notices: string[] = [];
  const run = smallRun({
    store,
    onEvent(event) {
      if (event.type === "notice") notices.push(event.text);
      if (event.type !== "run-started") return;
      for (const input of wishes(event.prompt)) void store.appendInput(event.runId, inputFor(input as Input));
    },
    ...options,
  });
  return { run, notices };
}

it("a cap on calls that is set in a run without one holds, dev and verdict included", async () => {
  const { run } = wishing(() => [{ kind: "cap", cap: "calls", value: 200 }]);
  const { cost, verdict } = await run;
  expect((await smallRun()).cost.calls).toBeGreaterThan(200);
  expect(cost.calls).toBeLessThanOrEqual(200);
  expect(verdict).toBeDefined();
});

it("wishes that no run can act on are passed over", async () => {
  const wrong = [null, 5, {}, { kind: "zap" }, { kind: "veto" }, { kind: "pin", prompt: 5 }, { kind: "add" }];
  const caps = ["x", Number.NaN, -1, undefined].map((value) => ({ kind: "cap", cap: "calls", value }));
  const { run } = wishing(() => [...wrong, { kind: "add", parts: { task: 5 } }, { kind: "cap", value: 5 }, ...caps]);
  const { candidates, stopped } = await run;
  const undisturbed = await smallRun({});
  expect({ candidates, stopped }).toEqual({ candidates: undisturbed.candidates, stopped: undisturbed.stopped });
});

it("an added prompt with an unknown part is left out, and the run says so", async () => {
  const { run, notices } = wishing(() => [{ kind: "add", parts: { system: "Hello" } }]);
  await run;
  expect(notices.join("\n")).toContain(
    "A prompt that was added is left out. part system: the prompt has no part of this name",
  );
});

it("a search whose prompts are all vetoed stops, before it asks anything", async () => {
  const { run } = wishing((prompt) => [{ kind: "veto", prompt }], { search: SEARCH });
  const { stopped, cost, verdict } = await run;
  expect(stopped).toEqual({ kind: "stopped" });
  expect(verdict).toBeUndefined();
  expect(cost.calls).toBe(0);
});
