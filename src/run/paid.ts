/** What earlier starts of the same run have paid for: their answers are in the store, and free. */
import { priceOf } from "../engine/spending/prices.ts";
import { headlineOf } from "./result.ts";
import { sameRuns } from "./record.ts";
import type { Store } from "../stores/store.ts";
import type { RunParts } from "./wire.ts";

export interface Paid {
  readonly calls: number;
  /** US dollars, at the lower price of the two models where they differ; 0 where a price is unknown. */
  readonly usd: number;
  /** Whether it is all there: such a run has ended, no cap had cut it, and its answers are still stored. */
  readonly whole: boolean;
}

/** Found by the runs that would do the same and share their answers, and by the answers that these have paid for. */
export async function paidFor(store: Store, parts: Pick<RunParts, "task" | "models" | "settings">): Promise<Paid> {
  const runs = await sameRuns(store, parts);
  const ids = new Set(runs.map(({ id }) => id));
  const prices = Object.values(parts.models).map((model) => priceOf(model, parts.settings.prices));
  let calls = 0;
  let tokens = 0;
  let nanodollars = 0;
  if (ids.size > 0)
    for await (const { run, usage } of store.readAnswers()) {
      if (run === undefined || !ids.has(run)) continue;
      calls += 1;
      tokens += usage.input + usage.output;
      nanodollars += Math.min(...prices.map((price) => price?.(usage) ?? 0));
    }
  const taken = runs.flatMap((run) => {
    const headline = headlineOf(run);
    const ended = run.status === "finished" && headline !== undefined && headline.stopped !== "budget";
    return ended ? [headline.cost.inputTokens + headline.cost.outputTokens] : [];
  });
  return { calls, usd: nanodollars / 1e9, whole: taken.length > 0 && tokens >= Math.max(...taken) };
}
