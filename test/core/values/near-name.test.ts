import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestIs, nearName } from "../../../src/core/values/near-name.ts";

describe("the name that was meant", () => {
  it.each([
    ["modle", ["model", "metric"], "model"],
    ["beamwidth", ["beamWidth", "budget"], "beamWidth"],
    ["promt", ["prompt", "optimizer"], "prompt"],
    ["beam", ["rounds", "beamWidth"], "beamWidth"],
    ["kind", ["id", "text"], undefined],
    ["budget", ["quiet", "json"], undefined],
    ["id", ["kind", "text"], undefined],
    ["x", [], undefined],
  ])("of %s in %j", (name, known, near) => {
    expect(nearName(name, known)).toBe(near);
    expect(nearestIs(name, known)).toBe(near === undefined ? "" : `; the nearest is “${near}”`);
  });

  it("is the name itself where that is known, and never one that has no letter of it", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(word, fc.array(word), (name, others) => {
        expect(nearName(name, [...others, name])).toBe(name);
        expect(
          nearName(
            name.toUpperCase(),
            others.map(() => "xyz".repeat(3)),
          ),
        ).toBeUndefined();
      }),
    );
  });
});
