/** What each round brought, from events. */
import { yieldLine } from "../../src/report/yields.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { yieldsOf } from "../../src/facts/yields.ts";
import { about, candidate, gradient, rejected, selected } from "../report/events.ts";

describe("the yield of a round", () => {
  it("counts children that gained, gradients that repeat, and edits that change nothing", () => {
    const events = [
      gradient(1, "Negations are left out."),
      gradient(1, "It is long.", 1),
      candidate(1, 0),
      candidate(1, 1),
      rejected(1, "unchanged"),
      rejected(1, "heading"),
      selected(1, about(0.7, 0.1), { gains: [0.2, -0.1, 0.3] }),
      gradient(2, "Any negation is left out."),
      gradient(2, "Doubles go unread.", 1),
      candidate(2, 0),
    ];
    // The third prompt of round 1 is no new one: it has no event of its own.
    const first = { round: 1, children: 2, gained: 1, gradients: 2, repeated: 0, unchanged: 1 };
    expect(yieldsOf(events)).toEqual([first]);
    expect(yieldsOf([...events, selected(2, about(0.7, 0.1), { gains: [0] })])[1]).toEqual({
      round: 2,
      children: 1,
      gained: 0,
      gradients: 2,
      repeated: 1,
      unchanged: 0,
    });
    expect(yieldLine(first)).toBe(
      "  1 of 2 new prompts beat the prompt they were written from; 0 of 2 gradients repeat an earlier one; 1 edit changed nothing",
    );
  });

  it("is never more than there is", () => {
    const gains = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 6 });
    const texts = fc.array(fc.constantFrom("It is vague.", "Vague!", "Negation matters.", "x"), { maxLength: 6 });
    fc.assert(
      fc.property(gains, texts, (values, said) => {
        const events = [
          ...said.map((text, i) => gradient(1, text, i)),
          ...values.map((_, i) => candidate(1, i)),
          selected(1, about(0.5, 0.1), { gains: values }),
        ];
        const [{ children, gained, gradients, repeated } = { children: -1, gained: 0, gradients: 0, repeated: 0 }] =
          yieldsOf(events);
        expect(children).toBe(values.length);
        expect(gained).toBe(values.filter((value) => value > 0).length);
        expect(gradients).toBe(said.length);
        expect(repeated).toBeGreaterThanOrEqual(said.length - new Set(said).size);
        expect(repeated).toBeLessThanOrEqual(Math.max(0, said.length - 1));
      }),
    );
  });
});
