/** The contract of a method as a test suite: every method, ours or yours, is to pass it. */
import { CallBudget } from "../core/budget.ts";
import { breachOfContract } from "../core/prompt/contract.ts";
import { AbortedError, BudgetError, ModelError } from "../core/errors.ts";
import type { Call } from "../core/work.ts";
import type { RunEvent } from "../core/events.ts";
import { NO_USAGE, type ModelAnswer, type ModelRequest } from "../core/model.ts";
import { rng } from "../core/rng.ts";
import { createTools } from "../core/run-tools.ts";
import { uniform } from "../core/selection/uniform.ts";
import { INSTRUCTIONS } from "../core/asking/templates.ts";
import type { Ranked, Search, SearchOutcome } from "../core/tools.ts";
import type { TestTools } from "./test-tools.ts";
import { worldTask, type WorldTask } from "./world-task.ts";

const CAPS: readonly number[] = [0, 1, 10, 60, 150, 400, 900];
const LIMITS = { maxLength: 600, maxCopiedWords: 8 };
/** Enough for every method to come to an end of some kind. */
const ENOUGH = 500;

/**
 * Declares the tests of one method.
 * @param create the method, such that it ends within some thousand calls when nothing caps it
 */
export function methodContract(tools: TestTools, name: string, create: () => Search): void {
  const { describe, it, expect } = tools;

  async function search(
    options: { cap?: number; seed?: number; wrap?: (call: Call) => Call; task?: WorldTask } = {},
  ): Promise<Searched> {
    const { task = worldTask("rules", 1), seed = 1 } = options;
    const answered: Call = async (role, request) =>
      role === "judge" ? { text: "yes", finish: "stop", usage: NO_USAGE } : task.model.generate(request);
    const made: ModelRequest[] = [];
    const wrapped = options.wrap?.(answered) ?? answered;
    const call: Call = (role, request, tag) => {
      made.push(request);
      return wrapped(role, request, tag);
    };
    const events: RunEvent[] = [];
    const budget = new CallBudget(options.cap ?? ENOUGH);
    const outcome = await create()(
      createTools(task, call, (event) => events.push(event), {
        evaluation: { temperature: 0, maxOutputTokens: 100 },
        asking: {
          instructions: INSTRUCTIONS,
          temperature: 1,
          maxOutputTokens: 1000,
          json: true,
          maxLength: LIMITS.maxLength,
        },
        contract: LIMITS,
        selection: { name: "uniform", selector: uniform, budgetFor: (arms) => 8 * arms },
      }),
      budget,
      rng(seed),
    );
    return { outcome, calls: made.length, spent: budget.spent, events, task };
  }

  const thrownBy = (searching: Promise<Searched>): Promise<unknown> =>
    searching.then(
      () => undefined,
      (error: unknown) => error,
    );

  describe(`${name}: the contract of a method`, () => {
    it("never makes more calls than its budget, and counts every one", async () => {
      for (const cap of CAPS) {
        const { calls, spent } = await search({ cap });
        expect(calls <= cap).toBe(true);
        expect(spent).toBe(calls);
      }
    });

    it("counts the calls of a judge that asks a model, and keeps to its budget with them", async () => {
      for (const cap of CAPS) {
        const { calls, spent, outcome, task } = await search({ cap, task: judgedByModel(worldTask("rules", 1)) });
        expect(calls <= cap).toBe(true);
        expect(spent).toBe(calls);
        expect(outcome.ranked.every(({ dev }) => dev.n > 0 && dev.n <= task.dev.length)).toBe(true);
      }
    });

    it("ends with prompts scored on dev, the best of them in front, and with the best of them", async () => {
      for (const cap of [...CAPS, Infinity]) {
        const { outcome, task } = await search({ cap });
        const { best, ranked, rounds } = outcome;
        expect(rounds >= 0).toBe(true);
        expect(ranked.every(({ dev }) => dev.n > 0 && dev.n <= task.dev.length)).toBe(true);
        // Those that met the same rows are in the order of their scores.
        const isBehind = ({ dev: a }: Ranked, { dev: b }: Ranked): boolean => a.n !== b.n || a.value <= b.value;
        expect(ranked.every((one, i) => ranked.slice(0, i).every((earlier) => isBehind(one, earlier)))).toBe(true);
        expect(new Set(ranked.map(({ candidate }) => candidate.prompt.id)).size).toBe(ranked.length);
        expect(best.prompt.id).toBe(ranked[0]?.candidate.prompt.id ?? best.prompt.id);
        if (cap >= ENOUGH) expect(ranked.length > 0).toBe(true);
      }
    });

    it("finds the initial prompt when it may find nothing else", async () => {
      const { outcome, task } = await search({ cap: 0 });
      expect(outcome.best.prompt.id).toBe(task.prompt.id);
    });

    it("searches the same for the same seed", async () => {
      expect(plain((await search({ seed: 3 })).outcome)).toEqual(plain((await search({ seed: 3 })).outcome));
    });

    it("does not mind in which order answers arrive", async () => {
      const expected = await search({ seed: 2 });
      const mixed = await search({ seed: 2, wrap: shuffledArrival });
      expect(plain(mixed.outcome)).toEqual(plain(expected.outcome));
      expect(mixed.calls).toBe(expected.calls);
    });

    it("goes on from stored answers to the same end", async () => {
      const expected = await search({ seed: 4 });
      const stored = new Map<string, ModelAnswer>();
      let paid = 0;
      const cutAt =
        (most: number) =>
        (call: Call): Call =>
        async (role, request, tag) => {
          const key = JSON.stringify(request);
          const known = stored.get(key);
          if (known !== undefined) return known;
          if (paid >= most) throw new AbortedError("Stopped here.");
          paid += 1;
          const answer = await call(role, request, tag);
          stored.set(key, answer);
          return answer;
        };
      const half = Math.floor(expected.calls / 2);
      expect((await thrownBy(search({ seed: 4, wrap: cutAt(half) }))) instanceof AbortedError).toBe(true);
      const resumed = await search({ seed: 4, wrap: cutAt(Infinity) });
      expect(plain(resumed.outcome)).toEqual(plain(expected.outcome));
      expect(paid <= expected.calls).toBe(true);
    });

    it("proposes only prompts that keep the contract", async () => {
      const { outcome, events, task } = await search();
      const proposed = events
        .filter((event) => event.type === "candidate")
        .map(({ parts }) => task.prompt.withParts(parts));
      for (const prompt of [...proposed, ...outcome.ranked.map(({ candidate }) => candidate.prompt)]) {
        expect(breachOfContract(prompt, task.prompt, task.keep, [], LIMITS)).toBe(undefined);
      }
    });

    it("never takes a prompt that breaks the contract, whatever the model writes", async () => {
      const spoilt =
        (call: Call): Call =>
        async (role, request, tag) =>
          role === "task"
            ? call(role, request, tag)
            : {
                ...(await call(role, request, tag)),
                text: JSON.stringify({ items: ["# Task\nIgnore it. {{other}}"] }),
              };
      const { outcome, task } = await search({ wrap: spoilt });
      for (const { candidate } of outcome.ranked) expect(candidate.prompt.text.includes("{{other}}")).toBe(false);
      expect(breachOfContract(outcome.best.prompt, task.prompt, task.keep, [], LIMITS)).toBe(undefined);
    });

    it("tells of rounds, and of every prompt that it found", async () => {
      const { outcome, events } = await search();
      const begun = events.filter(({ type }) => type === "round-started").length;
      expect(begun).toBe(outcome.rounds);
      const told = new Set(events.filter((event) => event.type === "candidate").map(({ id }) => id));
      expect(
        outcome.ranked.every(({ candidate }) => candidate.origin.kind === "initial" || told.has(candidate.prompt.id)),
      ).toBe(true);
    });

    it("ends with what it has when another cap is reached", async () => {
      for (const most of [5, 40]) {
        let calls = 0;
        const capped =
          (call: Call): Call =>
          (role, request, tag) => {
            if (calls >= most) return Promise.reject(new BudgetError("usd", "The cap is reached."));
            calls += 1;
            return call(role, request, tag);
          };
        const { outcome } = await search({ wrap: capped });
        expect(outcome.reason).toEqual({ kind: "budget", cap: "usd" });
      }
    });

    it("lets pass what it cannot mend", async () => {
      for (const fault of [new ModelError("auth", "401"), new AbortedError("Stopped.")]) {
        expect(await thrownBy(search({ wrap: () => () => Promise.reject(fault) }))).toBe(fault);
      }
    });

    it("lives with answers that never arrived", async () => {
      const lossy =
        (call: Call): Call =>
        (role, request, tag) =>
          rng(JSON.stringify(request)).next() < 0.2
            ? Promise.reject(new ModelError("timeout", "Lost."))
            : call(role, request, tag);
      const { outcome, calls } = await search({ wrap: lossy });
      expect(calls <= ENOUGH).toBe(true);
      expect(outcome.best.prompt.text.length > 0).toBe(true);
    });
  });
}

interface Searched {
  readonly outcome: SearchOutcome;
  readonly calls: number;
  readonly spent: number;
  readonly events: readonly RunEvent[];
  readonly task: WorldTask;
}

/** The task with a judge that asks its model once about each answer. */
function judgedByModel(task: WorldTask): WorldTask {
  return {
    ...task,
    callsPerCell: 2,
    async judge(answer, example, ask) {
      await ask!(`Is ${answer.text} right for row ${example.id}?`);
      return task.judge(answer, example);
    },
  };
}

/** An outcome without what cannot be compared. */
function plain(outcome: SearchOutcome): unknown {
  return JSON.parse(JSON.stringify(outcome));
}

/** Answers in an order that has nothing to do with that of the requests. */
function shuffledArrival(call: Call): Call {
  const order = rng("arrival");
  return async (role, request, tag) => {
    for (let turns = Math.floor(order.next() * 12); turns > 0; turns--) await Promise.resolve();
    return call(role, request, tag);
  };
}
