import { describe, expect, it } from "vitest";
import { conflictStrategies, type ConflictStrategyName } from "../../../src/core/gradients/strategies.ts";
import { methods } from "../../../src/core/methods/index.ts";
import { methodContract } from "../../../src/testing/method-contract.ts";
import { TOY_SEARCH } from "../toy.ts";
import { hillClimb } from "./example-method.ts";

for (const [name, method] of Object.entries({ ...methods, "the example": hillClimb })) {
  methodContract({ describe, it, expect }, name, () => method.search(TOY_SEARCH));
}

for (const conflicts of Object.keys(conflictStrategies) as ConflictStrategyName[]) {
  if (conflicts === TOY_SEARCH.conflicts) continue;
  methodContract({ describe, it, expect }, `protegi, of conflicts ${conflicts}`, () =>
    methods.protegi.search({ ...TOY_SEARCH, conflicts }),
  );
}
