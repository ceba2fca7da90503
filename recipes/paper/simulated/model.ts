/** The models that recipes run small on, without a key: those of the simulated world, with more or fewer mistakes. */
import { UsageError } from "../../../src/core/errors.ts";
import type { Provider } from "../../../src/models/index.ts";
import { worldWith } from "./world.ts";

/** What follows `sim:`, with the share of answers that are mistakes. */
const NOISE: Readonly<Record<string, number>> = { rules: 0, "rules-noisy": 0.1, "rules-noisier": 0.2 };

export const SIMULATED = "sim:rules";
export const ALL_SIMULATED: readonly string[] = Object.keys(NOISE).map((name) => `sim:${name}`);

/** The provider `sim:` of the recipes. */
export const simulated: Provider = {
  name: "sim",
  about: "simulated, with a simulated task",
  free: true,
  make: (name) => {
    const noise = Object.hasOwn(NOISE, name) ? NOISE[name] : undefined;
    if (noise !== undefined) return { ...worldWith(noise).model, id: `sim:${name}` };
    throw new UsageError(
      `model sim:${name}`,
      "there is no such simulated model",
      `Known: ${ALL_SIMULATED.join(", ")}.`,
    );
  },
};

export function isSimulated(model: string): boolean {
  return model.startsWith("sim:");
}
