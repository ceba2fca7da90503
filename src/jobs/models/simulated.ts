/** The provider `sim:`: models that are simulated, to try, teach and test the tool. */
import { UsageError } from "../../core/errors.ts";
import { nearName } from "../../core/values/near-name.ts";
import type { Model } from "../../core/model.ts";
import type { Provider } from "../../models/index.ts";

/** The table of their names; each is loaded when it is asked for. */
const SIMULATED: Readonly<Record<string, () => Promise<Model>>> = {
  reviews: async () => (await import("../../testing/simulated-reviews.ts")).simulatedReviews(),
  tickets: async () => (await import("../../testing/simulated-tickets.ts")).simulatedTickets(),
  answers: async () => (await import("../../testing/simulated-answers.ts")).simulatedAnswers(),
  extraction: async () => (await import("../../testing/simulated-extraction.ts")).simulatedExtraction(),
};

export const simulated: Provider = {
  name: "sim",
  about: `simulated, to try the tool: ${Object.keys(SIMULATED)
    .map((name) => `\`sim:${name}\``)
    .join(", ")}; their figures say nothing about a real model`,
  free: true,
  make: async (name) => {
    const load = Object.hasOwn(SIMULATED, name) ? SIMULATED[name] : undefined;
    if (load !== undefined) return load();
    const near = nearName(name, Object.keys(SIMULATED));
    const known = Object.keys(SIMULATED).map((one) => `sim:${one}`);
    throw new UsageError(
      `model sim:${name}`,
      "there is no such simulated model",
      `${near === undefined ? "" : `Did you mean sim:${near}? `}Known: ${known.join(", ")}.`,
    );
  },
};
