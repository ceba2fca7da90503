/** The first expansion of a search on its own: one minibatch, its errors, and what is written against them. */
import type { CallBudget } from "../../budget.ts";
import type { ExpandOptions } from "./plan.ts";
import { expand } from "./expand.ts";
import { rowOrder } from "../../row-order.ts";
import type { Propose } from "../beam/proposal.ts";
import { rng, type Rng } from "../../rng.ts";
import { minibatchStream, parentStream, roundStream } from "../../streams.ts";
import type { Tools } from "../../tools.ts";

/** Expands the initial prompt with the streams of round 1, so that a run with this seed finds the answers in the store. */
export function expandInitial(
  tools: Tools,
  options: ExpandOptions,
  seed: number,
  budget: CallBudget,
): ReturnType<Propose> {
  return expandFirst(tools, options, roundStream(rng(seed), 1), budget);
}

/** Expands the initial prompt with the stream of round 1. */
export function expandFirst(
  tools: Tools,
  options: ExpandOptions,
  stream: Rng,
  budget: CallBudget,
): ReturnType<Propose> {
  const { prompt, train } = tools.task;
  return expand(
    tools,
    options,
  )({
    parent: { prompt, origin: { kind: "initial" }, round: 0 },
    order: rowOrder(train, minibatchStream(stream)),
    round: 1,
    rng: parentStream(stream, prompt),
    budget,
  });
}
