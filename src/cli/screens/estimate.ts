/** An estimate in words: what `check` shows of it, and what is shown before a run. */
import { count, counted } from "../../core/values/words.ts";
import { methodOf } from "../../core/methods/index.ts";
import type { Settings } from "../../options/settings.ts";
import type { CostEstimate } from "../../run/estimate.ts";
import type { Range } from "../../run/guesses.ts";
import { between, dollars, duration, short } from "../../report/words.ts";
import type { Session } from "../session.ts";

/** What the calls of an estimate take, in a line each. */
export function costLines(
  { models, settings }: Pick<Session, "models" | "settings">,
  { tokens, usd, batchUsd, seconds }: CostEstimate,
): string[] {
  const inFlight = Math.min(settings.requests.concurrency, models.task.concurrency ?? Infinity);
  const time = `${between(seconds, (value) => duration(value * 1000))}, assuming 0.5 to 3 s per call and ${counted(inFlight, "call")} in flight`;
  const inAndOut = `${between(tokens.input, short)} tokens in, ${between(tokens.output, short)} out`;
  if (Object.values(models).every(({ simulated }) => simulated === true))
    return [inAndOut, "no money and little time: the model is simulated"];
  const unpriced = [...new Set(Object.values(models).map(({ id }) => id))].join(" and ");
  return [
    inAndOut,
    usd === undefined
      ? `an unknown amount of money: set prices for ${unpriced}, or a budget of calls or tokens`
      : dollarsIn(usd),
    ...(batchUsd === undefined
      ? []
      : [
          `for comparison, batch prices: ${dollarsIn(batchUsd)}; a run cannot use batches, because each step needs the results of the one before`,
        ]),
    time,
  ];
}

/** What was decided for the budget, in a line; undefined where nothing was. */
export function planLine({ plan, search, selection }: Settings): string | undefined {
  if (plan === undefined) return undefined;
  const { name, reads, rounds: ownRounds } = methodOf(search.method);
  // Fewer rounds than the calls hold were asked for: that many it is.
  const isSet = plan.search.rounds === undefined && ownRounds === undefined && search.rounds <= plan.rounds;
  const parts = [
    ...(plan.search.method === undefined ? [] : [`the method ${name}`]),
    ...(reads.includes("beamWidth") && plan.search.method === undefined ? [`a beam of ${search.beamWidth}`] : []),
    ...(reads.includes("selection") && selection.budget === undefined
      ? [`${counted(selection.perCandidate, "row")} a candidate`]
      : []),
    `${count(plan.rows.dev)} dev rows`,
    `${count(plan.rows.test)} test rows`,
    ...(search.headroom ? [] : ["no headroom"]),
    isSet ? counted(search.rounds, "round") : `about ${counted(plan.rounds, "round")}`,
  ];
  return `with ${counted(plan.calls, "call")}: ${parts.join(", ")}`;
}

export function callsIn(calls: Range): string {
  return calls.least === calls.most ? counted(calls.most, "call") : `${between(calls, count)} calls`;
}

export function dollarsIn(usd: Range): string {
  return between(usd, dollars);
}
