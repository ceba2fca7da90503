/** The law of scale: the fit finds constants that are there, and the world has the sizes that were asked for. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { fitRelative } from "../../bench/lib/least-squares.ts";
import { scaleWorld } from "../../bench/lib/scale-world.ts";

it("finds the constants of a law that holds exactly", () => {
  const constant = fc.double({ min: 0.5, max: 50, noNaN: true });
  fc.assert(
    fc.property(constant, constant, constant, (a, b, c) => {
      const points = [1, 2, 5, 9].flatMap((u) => [3, 4, 20].map((v) => ({ x: [1, u, v], y: a + b * u + c * v })));
      const found = fitRelative(points);
      expect(found[0]).toBeCloseTo(a, 5);
      expect(found[1]).toBeCloseTo(b, 5);
      expect(found[2]).toBeCloseTo(c, 5);
    }),
  );
});

it("has prompts and rows of about the length that was asked for, and as many labels", () => {
  const { prompt, examples } = scaleWorld({ prompt: 400, row: 60, rows: 500, labels: 12, rounds: 1 }, 1);
  expect(prompt.length / 4).toBeCloseTo(403, -1);
  const mean = examples.reduce((sum, { message }) => sum + message.length, 0) / examples.length / 4;
  expect(Math.abs(mean - 60)).toBeLessThan(2);
  expect(new Set(examples.map(({ label }) => label)).size).toBe(12);
});
