/**
 * The model that recipes run small on, without a key: a reader that knows no language and heeds only the words that its
 * prompt names, and a writer that names words of the rows it is shown. Both read the messages and nothing else. Real
 * rows with real labels, but no reading worth the name: its figures mean nothing, they show that a recipe runs.
 */
import { ModelError, UsageError } from "../../../src/core/errors.ts";
import { NO_USAGE, type Model } from "../../../src/core/model.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Provider } from "../../../src/models/index.ts";
import { readOptimizerRequest } from "../../../src/testing/reviews/optimizer-request.ts";
import { answerTo } from "./reader.ts";
import { writeReply } from "./writer.ts";

/** What stands behind `sim:`, with the share of answers that are mistakes. */
const NOISE: Readonly<Record<string, number>> = { paper: 0, "paper-noisy": 0.1, "paper-noisier": 0.2 };

export const SIMULATED = "sim:paper";
export const ALL_SIMULATED: readonly string[] = Object.keys(NOISE).map((name) => `sim:${name}`);

/** The provider `sim:` of the recipes. */
export const simulated: Provider = {
  name: "sim",
  about: "simulated, to see that a recipe runs",
  free: true,
  make: (name) => {
    const noise = Object.hasOwn(NOISE, name) ? NOISE[name] : undefined;
    if (noise !== undefined) return simulatedModel(`sim:${name}`, noise);
    throw new UsageError(
      `model sim:${name}`,
      "there is no such simulated model",
      `Known: ${ALL_SIMULATED.join(", ")}.`,
    );
  },
};

function simulatedModel(id: string, noise: number): Model {
  return {
    id,
    pricing: "free",
    simulated: true,
    holds: { choice: true, json: true },
    generate: async ({ messages, format, sample }) => {
      const content = messages.map((message) => message.content).join("\n");
      const stream = rng(id).fork(`${sample} ${content}`);
      const asked = readOptimizerRequest(messages, format);
      if (asked !== undefined)
        return { text: JSON.stringify({ items: writeReply(asked, stream) }), finish: "stop", usage: NO_USAGE };
      const answer = answerTo(content);
      if (answer === undefined) throw new ModelError("bad-request", `${id} finds no text in the prompt.`);
      const mistaken = stream.next() < noise;
      return { text: mistaken === (answer === "Yes") ? "No" : "Yes", finish: "stop", usage: NO_USAGE };
    },
  };
}
