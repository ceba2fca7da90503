/** Counts what the calls of one invocation take, whatever they are for; what the store knows is no call. */
import { count, counted } from "../../src/core/values/words.ts";
import type { Model } from "../../src/core/model.ts";
import { priceOf } from "../../src/engine/spending/prices.ts";
import { dollars } from "../../src/report/words.ts";

export interface Meter {
  /** The same model, counted. */
  of(model: Model): Model;
  /** So far, in a sentence. */
  sentence(): string;
}

export function meter(): Meter {
  const spent = { calls: 0, input: 0, output: 0, nanodollars: 0, priced: true };
  return {
    of(model) {
      const price = priceOf(model);
      if (price === undefined) spent.priced = false;
      return {
        ...model,
        async generate(request, signal) {
          const answer = await model.generate(request, signal);
          spent.calls++;
          spent.input += answer.usage.input;
          spent.output += answer.usage.output;
          spent.nanodollars += price?.(answer.usage) ?? 0;
          return answer;
        },
        close: async () => model.close?.(),
      };
    },
    sentence() {
      const { calls, input, output, nanodollars, priced } = spent;
      const money = priced ? `, ${dollars(nanodollars / 1e9)}` : "";
      return `This took ${counted(calls, "call")}: ${count(input)} tokens in, ${count(output)} out${money}.`;
    },
  };
}
