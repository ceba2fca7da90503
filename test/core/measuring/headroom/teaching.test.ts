/** Whether errors teach: edits that were written against them, next to other words alone. */
import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../../src/core/budget.ts";
import { words } from "../../../../src/core/values/hash.ts";
import { HEADROOM_CALLS, mostHeadroomCalls } from "../../../../src/core/measuring/headroom/calls.ts";
import { measureHeadroom } from "../../../../src/core/measuring/headroom/headroom.ts";
import { teachesLittle } from "../../../../src/core/measuring/headroom/teaching.ts";
import { rng } from "../../../../src/core/rng.ts";
import { headroomLines } from "../../../../src/report/headroom.ts";
import { asksForReasons, isRequest, toy, toyTask, TOY_SEARCH } from "../../toy.ts";

const TAG = { phase: "headroom", round: 1, prompt: "p0" } as const;
const SEARCH = { ...TOY_SEARCH, minibatchSize: 40 };

/** A world whose answers are yes with these shares: under the first prompt, under edits, and under other words alone; in no order that a prompt tells. */
function world(first: number, edited: number, reworded: number, again = false) {
  return toy(toyTask({ test: 400 }), (role, { messages: [message], sample }) => {
    const content = message!.content;
    if (role !== "task" || isRequest(content)) return undefined;
    const share = content.includes("rule-") ? edited : content.includes("(again") ? reworded : first;
    const draw = (words(`${content} ${again ? sample : ""}`, 1)[0]! >>> 0) / 2 ** 32;
    return draw < share ? "yes" : "no";
  });
}

const measure = (of: ReturnType<typeof world>, budget = of.budget) =>
  measureHeadroom(of.tools, SEARCH, budget, rng(1).fork("round 1"));

describe("errors", () => {
  it("teach little where other words mend as many as edits, and the headroom warns and stays a go", async () => {
    const blind = world(0.5, 0.4, 0.4);
    const headroom = await measure(blind);
    const { teaching, word, reasons } = headroom;
    expect(teaching).toMatchObject({ again: 0, paraphrases: { prompts: 4 }, edits: { prompts: 4 } });
    expect(teaching!.errors).toBeGreaterThanOrEqual(8);
    expect(teaching!.errors).toBeLessThanOrEqual(16);
    expect(teachesLittle(teaching!)).toBe(true);
    expect(word).toBe("go");
    expect(reasons.slice(1).join(" ")).toMatch(/^Errors may teach little here: .* monte-carlo /);
    expect(headroomLines(headroom).join("\n")).toMatch(
      /errors mended {3}of \d+: \d+% by 4 paraphrases, \d+% by 4 edits, 0% when the prompt was asked again/,
    );
    const { answering, writing } = mostHeadroomCalls(SEARCH);
    const made = (role: string) => blind.call.made.filter((one) => one.role === role).length;
    expect(made("task")).toBeGreaterThan(40 + HEADROOM_CALLS);
    expect(made("task")).toBeLessThanOrEqual(40 + answering);
    expect(made("optimizer")).toBeLessThanOrEqual(writing);
  });

  it("teach where edits mend far more", async () => {
    const { teaching, reasons } = await measure(world(0.5, 0.95, 0.3));
    expect(teaching!.edits!.mended).toBeGreaterThan(2 * teaching!.paraphrases.mended);
    expect(reasons).toHaveLength(1);
  });

  it("are not weighed further where other words mend few", async () => {
    const { teaching } = await measure(world(0.5, 0.95, 0.1));
    expect(teaching).toMatchObject({ paraphrases: { prompts: 4 } });
    expect(teaching).not.toHaveProperty("edits");
  });

  it("that the prompt itself mends when it is asked again count for no other words", async () => {
    const { teaching, reasons } = await measure(world(0.5, 0.5, 0.5, true));
    expect(teaching!.again).toBeGreaterThan(0.3);
    expect(teaching).not.toHaveProperty("edits");
    expect(reasons.join(" ")).not.toContain("monte-carlo");
  });

  it("teach nothing that is known of a writer that repeats itself", async () => {
    const of = world(0.5, 0.4, 0.4);
    const repeating = toy(toyTask({ test: 400 }), (role, request) => {
      const { content } = request.messages[0]!;
      if (role === "task" && !isRequest(content)) return of.call(role, request, TAG).then(({ text }) => text);
      if (role === "task" || asksForReasons(content)) return undefined;
      return JSON.stringify({ versions: [content.includes("may be wrong") ? "Start. rule-1" : "Start. (again 1)"] });
    });
    const { teaching, reasons } = await measure(repeating);
    expect(teaching).toMatchObject({ paraphrases: { prompts: 1 }, edits: { prompts: 1 } });
    expect(reasons).toHaveLength(1);
  });

  it.each(["monte-carlo", "demonstrations", "piecewise", "opro"] as const)(
    "are not weighed for %s, which writes no edits against them",
    async (method) => {
      const of = world(0.5, 0.4, 0.4);
      const { teaching, word } = await measureHeadroom(
        of.tools,
        { ...SEARCH, method },
        of.budget,
        rng(1).fork("round 1"),
      );
      expect({ word, teaching }).toEqual({ word: "go", teaching: undefined });
      expect(of.call.made.filter(({ role }) => role === "optimizer")).toHaveLength(1);
      expect(mostHeadroomCalls({ ...SEARCH, method }).answering).toBeLessThan(mostHeadroomCalls(SEARCH).answering);
    },
  );

  it.each([
    ["the first paraphrase mends none", world(0.5, 0.95, 0), undefined],
    ["they are few", world(0.95, 0.5, 0.5), undefined],
    ["the budget is tight", world(0.5, 0.4, 0.4), new CallBudget(300)],
  ])("are not weighed where %s", async (_, of, budget) => {
    const { teaching, initial } = await measure(of, budget ?? of.budget);
    expect(initial.value).toBeLessThan(1);
    expect(teaching).toBeUndefined();
  });
});
