/** The first expansion of a search on its own: one minibatch, its errors, and what is written against them. */
import type { CallBudget } from "../../budget.ts";
import { setApart } from "../demonstrations.ts";
import type { MethodOptions } from "../method.ts";
import { proposing } from "../writing/propose.ts";
import { proposeWithout } from "../writing/without-writer.ts";
import type { ExpandOptions } from "./plan.ts";
import { expand } from "./expand.ts";
import { rowOrder } from "../../row-order.ts";
import type { Propose } from "../beam/proposal.ts";
import { rng, type Rng } from "../../rng.ts";
import { minibatchStream, parentStream, roundStream } from "../../streams.ts";
import type { Tools } from "../../tools.ts";

/**
 * Expands the initial prompt as `writer` says, with the streams of round 1, so that a run with this seed finds the answers in
 * the store.
 */
export function expandInitial(
  tools: Tools,
  { writer = "whole", ...options }: MethodOptions,
  seed: number,
  budget: CallBudget,
): ReturnType<Propose> {
  const run = rng(seed);
  const propose =
    writer === "none"
      ? proposeWithout(tools, setApart(tools.task, run).showable, options.maxSuccessors)
      : proposing(tools, options, writer);
  return expandBy(tools, propose, roundStream(run, 1), budget);
}

/** Expands the initial prompt with the stream of round 1. */
export function expandFirst(
  tools: Tools,
  options: ExpandOptions,
  stream: Rng,
  budget: CallBudget,
): ReturnType<Propose> {
  return expandBy(tools, expand(tools, options), stream, budget);
}

function expandBy(tools: Tools, propose: Propose, stream: Rng, budget: CallBudget): ReturnType<Propose> {
  const { prompt, train } = tools.task;
  return propose({
    parent: { prompt, origin: { kind: "initial" }, round: 0 },
    order: rowOrder(train, minibatchStream(stream)),
    round: 1,
    rng: parentStream(stream, prompt),
    budget,
    beam: 1,
  });
}
