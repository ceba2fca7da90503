/** The provider `sim:`: models that are simulated, to try, teach and test the tool. */
import { UsageError } from "../core/errors.ts";
import type { Provider } from "../models/index.ts";

export const simulated: Provider = {
  name: "sim",
  about: "simulated, to try the tool: `sim:reviews`; its figures say nothing about a real model",
  free: true,
  make: async (name) => {
    if (name !== "reviews")
      throw new UsageError(`model sim:${name}`, "there is no such simulated model", "Known: sim:reviews.");
    const { simulatedReviews } = await import("../testing/simulated-reviews.ts");
    return simulatedReviews();
  },
};
