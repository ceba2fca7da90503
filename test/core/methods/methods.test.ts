import { describe, expect, it } from "vitest";
import { conflictStrategies, type ConflictStrategyName } from "../../../src/core/gradients/strategies.ts";
import { methods } from "../../../src/core/methods/index.ts";
import { methodContract } from "../../../src/testing/method-contract.ts";
import { roundsOf } from "../../../src/core/methods/method.ts";
import { rng } from "../../../src/core/rng.ts";
import { toy, TOY_SEARCH } from "../toy.ts";

for (const [name, method] of Object.entries(methods)) {
  methodContract({ describe, it, expect }, name, () => method.search(TOY_SEARCH));
}

for (const conflicts of Object.keys(conflictStrategies) as ConflictStrategyName[]) {
  if (conflicts === TOY_SEARCH.conflicts) continue;
  methodContract({ describe, it, expect }, `protegi, of conflicts ${conflicts}`, () =>
    methods.protegi.search({ ...TOY_SEARCH, conflicts }),
  );
}

it.each(Object.entries(methods))("%s says how many rounds it plans, and begins no more", async (_, method) => {
  const { tools, budget, events } = toy();
  const { rounds } = await method.search(TOY_SEARCH)(tools, budget, rng(1));
  const planned = events.flatMap((event) => (event.type === "round-started" ? [event.rounds] : []));
  expect(planned.length).toBeGreaterThan(0);
  expect(new Set(planned)).toEqual(new Set([roundsOf(method, TOY_SEARCH)]));
  expect(rounds).toBeLessThanOrEqual(roundsOf(method, TOY_SEARCH));
});
