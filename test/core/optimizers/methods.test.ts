import { describe, expect, it } from "vitest";
import { conflictStrategies, type ConflictStrategyName } from "../../../src/core/gradients/strategies.ts";
import { methods } from "../../../src/core/optimizers/index.ts";
import { optimizerContract } from "../../../src/testing/optimizer-contract.ts";
import { TOY_SEARCH } from "../toy.ts";
import { hillClimb } from "./example-method.ts";

for (const [name, method] of Object.entries({ ...methods, "the example": hillClimb })) {
  optimizerContract({ describe, it, expect }, name, () => method.optimizer(TOY_SEARCH));
}

for (const conflicts of Object.keys(conflictStrategies) as ConflictStrategyName[]) {
  if (conflicts === TOY_SEARCH.conflicts) continue;
  optimizerContract({ describe, it, expect }, `protegi, of conflicts ${conflicts}`, () =>
    methods.protegi.optimizer({ ...TOY_SEARCH, conflicts }),
  );
}
