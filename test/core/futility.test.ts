/** When replies leave a search nothing to learn from: the bounds, the reasons, and that order does not matter. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  doubtful,
  FIRST_ANSWERS,
  hopeless,
  unreadable,
  weighedAnswers,
  type Weighed,
} from "../../src/core/futility/answers.ts";
import { CallBudget } from "../../src/core/budget.ts";
import { unreadableSentence } from "../../src/core/futility/sentences.ts";
import { UNREAD, type Unread } from "../../src/core/replies/unread.ts";
import type { Observation } from "../../src/core/task.ts";

const read: Weighed = { invalid: false, answer: "yes" };
const lost = (why: Unread, answer = `an answer that is ${why}`): Weighed => ({ invalid: true, why, answer });
const times = (count: number, one: Weighed): Weighed[] => Array.from({ length: count }, () => one);

describe("the first answers", () => {
  it("are hopeless from nine in ten on, of at least 12", () => {
    expect(hopeless(times(12, lost("empty")))).toMatchObject({ why: "empty", unread: 12, of: 12 });
    expect(hopeless(times(11, lost("empty")))).toBeUndefined();
    expect(hopeless([...times(18, lost("cut")), ...times(2, read)])).toMatchObject({ unread: 18, of: 20 });
    expect(hopeless([...times(17, lost("cut")), ...times(3, read)])).toBeUndefined();
  });

  it("are hopeless from three on, where the thinking used up the tokens of all", () => {
    expect(hopeless(times(3, lost("thinking")))).toMatchObject({ why: "thinking", unread: 3, of: 3 });
    expect(hopeless(times(2, lost("thinking")))).toBeUndefined();
    expect(hopeless([...times(10, lost("thinking")), read])).toBeUndefined();
    expect(hopeless([...times(10, lost("thinking")), lost("cut")])).toBeUndefined();
  });

  it("are doubtful from one half on", () => {
    expect(doubtful([...times(8, lost("refused")), ...times(8, read)])).toMatchObject({ why: "refused", unread: 8 });
    expect(doubtful([...times(7, lost("refused")), ...times(9, read)])).toBeUndefined();
  });

  it("are not hopeless where they are whole and in another form, which a prompt may mend", () => {
    const all = times(16, lost("unreadable"));
    expect(hopeless(all)).toBeUndefined();
    expect(unreadable(all)).toMatchObject({ why: "unreadable", unread: 16 });
  });

  it("name the most frequent reason with an example of it, whatever their order", () => {
    const why = fc.constantFrom(...UNREAD);
    fc.assert(
      fc.property(fc.array(why, { minLength: 12, maxLength: 40 }), fc.nat(), (reasons, shift) => {
        const seen = reasons.map((one) => lost(one));
        const found = unreadable(seen)!;
        const count = (one: Unread): number => reasons.filter((other) => other === one).length;
        expect(count(found.why)).toBe(Math.max(...UNREAD.map(count)));
        expect(found.example).toBe(`an answer that is ${found.why}`);
        const at = shift % seen.length;
        expect(unreadable([...seen.slice(at), ...seen.slice(0, at)])).toEqual(found);
        expect(unreadableSentence(found)).toContain(`${seen.length} of ${seen.length} answers cannot be read.`);
      }),
    );
  });

  it.each(UNREAD)("that are %s are said with what to do", (why) => {
    const { length } = unreadableSentence({ why, unread: 16, of: 16, example: "" }).split(". ");
    expect(length).toBeGreaterThanOrEqual(3);
  });
});

describe("answers that are weighed", () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ id: `${i}`, fields: {}, expected: "yes" }));

  async function asked(answer: Weighed, budget: CallBudget): Promise<{ asked: number[]; seen: number }> {
    const sizes: number[] = [];
    const { seen } = await weighedAnswers(
      {
        callsFor: (count) => count,
        async evaluate(_, examples, work) {
          const some = examples.slice(0, work.budget.take(examples.length));
          sizes.push(some.length);
          return some.map((example): Observation => ({ ...answer, example, score: 0, correct: false }));
        },
      },
      {} as Parameters<typeof weighedAnswers>[1],
      rows,
      { round: 1, phase: "errors", budget },
    );
    return { asked: sizes, seen: seen.length };
  }

  it("are all asked for where the first can be read, and only the first where they are hopeless", async () => {
    expect(await asked(read, new CallBudget(Infinity))).toEqual({ asked: [1, FIRST_ANSWERS - 1, 24], seen: 40 });
    expect(await asked(lost("empty"), new CallBudget(Infinity))).toEqual({ asked: [1, FIRST_ANSWERS - 1], seen: 16 });
    expect(await asked(lost("thinking"), new CallBudget(Infinity))).toEqual({ asked: [1, 2], seen: 3 });
  });

  it("take from a budget what all of them would, and hand back what they did not spend", async () => {
    const short = new CallBudget(30);
    expect(await asked(read, short)).toEqual({ asked: [1, FIRST_ANSWERS - 1, 14], seen: 30 });
    expect(short.left).toBe(0);
    const wasted = new CallBudget(100);
    await asked(lost("empty"), wasted);
    expect(wasted.left).toBe(84);
  });
});
