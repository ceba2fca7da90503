import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { discordant } from "../../../src/core/stats/paired.ts";
import { rowsNeeded, smallestGain } from "../../../src/core/stats/power.ts";

describe("power", () => {
  it("agrees with the formula worked by hand", () => {
    // p = 0.2, gain 0.05: (1.959964 sqrt(0.2) + 0.841621 sqrt(0.1975))^2 / 0.0025 = 625.1
    expect(rowsNeeded(0.05, { discordance: 0.2 })).toBe(626);
    expect(rowsNeeded(-0.05, { discordance: 0.2 })).toBe(626);
    expect(rowsNeeded(0, { discordance: 0.2 })).toBe(Infinity);
    expect(rowsNeeded(0.05, { discordance: 0.2, power: 0.9 })).toBeGreaterThan(626);
  });

  it("says rows that show the gain about four times in five", () => {
    for (const [gain, discordance] of [
      [0.05, 0.2],
      [0.1, 0.3],
      [0.08, 0.1],
    ] as const) {
      const n = rowsNeeded(gain, { discordance });
      const stream = rng(`${gain}`);
      let shown = 0;
      for (let i = 0; i < 1000; i++) {
        let fixed = 0;
        let broken = 0;
        for (let k = 0; k < n; k++) {
          const die = stream.next();
          if (die < (discordance + gain) / 2) fixed += 1;
          else if (die < discordance) broken += 1;
        }
        if (discordant(fixed, broken, n).low > 0) shown += 1;
      }
      expect(shown / 1000).toBeGreaterThan(0.7);
      expect(shown / 1000).toBeLessThan(0.87);
    }
  });

  it("turns around: the smallest gain that rows can show is the one that needs them", () => {
    for (const n of [60, 200, 400]) {
      const gain = smallestGain(n, { discordance: 0.25 })!;
      expect(rowsNeeded(gain, { discordance: 0.25 })).toBeLessThanOrEqual(n);
      expect(rowsNeeded(gain - 0.001, { discordance: 0.25 })).toBeGreaterThan(n);
    }
  });

  it("finds a gain above the discordance, which then grows with it", () => {
    const gain = smallestGain(27, { discordance: 0.05 })!;
    expect(gain).toBeGreaterThan(0.2);
    expect(gain).toBeLessThan(0.35);
    expect(rowsNeeded(gain, { discordance: gain })).toBeLessThanOrEqual(27);
    expect(smallestGain(3, { discordance: 0.1 })).toBe(undefined);
  });
});
