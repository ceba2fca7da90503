import { describe, expect, it } from "vitest";
import { methods } from "../../../src/core/optimizers/index.ts";
import { optimizerContract } from "../../../src/testing/optimizer-contract.ts";
import { TOY_SEARCH } from "../toy.ts";
import { hillClimb } from "./example-method.ts";

for (const [name, method] of Object.entries({ ...methods, "the example": hillClimb })) {
  optimizerContract({ describe, it, expect }, name, () => method.optimizer(TOY_SEARCH));
}
