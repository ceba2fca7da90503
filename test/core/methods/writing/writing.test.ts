/** How prompts are written by `search.writer`: a good writer is left alone, a poor one is asked small questions, and none is needed. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { methodOf, type MethodName } from "../../../../src/core/methods/index.ts";
import { planCalls } from "../../../../src/core/methods/plan-calls.ts";
import type { WriterMode } from "../../../../src/core/methods/writing/mode.ts";
import { isPoor, Trust } from "../../../../src/core/methods/writing/trust.ts";
import { parsePrompt } from "../../../../src/core/prompt/prompt.ts";
import { rng } from "../../../../src/core/rng.ts";
import type { Task } from "../../../../src/core/task.ts";
import type { Tools } from "../../../../src/core/tools.ts";
import { writerYieldsOf } from "../../../../src/facts/writer.ts";
import { methodContract } from "../../../../src/testing/method-contract.ts";
import { toy, toyTask, TOY_SEARCH, type Toy } from "../../toy.ts";

const LABELS = ["spam", "ham"];
const OPTIONS = { ...TOY_SEARCH, rounds: 2 };

const run = async (world: Toy, writer: WriterMode, seed = 1, tools: Partial<Tools> = {}) =>
  runOf("protegi", world, writer, seed, tools);
const runOf = async (method: MethodName, world: Toy, writer: WriterMode, seed = 1, tools: Partial<Tools> = {}) =>
  methodOf(method).search({ ...OPTIONS, writer })({ ...world.tools, ...tools }, world.budget, rng(seed));
const turns = ({ events }: Toy) => events.filter(({ type }) => type === "writer-turned");
const written = ({ events }: Toy) =>
  events.flatMap((event) => (event.type === "candidate" ? [{ origin: event.origin, text: event.parts["task"]! }] : []));

function labelled(text = "# Task\nSpam or ham?\n\n# Input\n{{text}}"): Task {
  const task = toyTask({}, text);
  const rows = (of: Task["train"]) => of.map((row, i) => ({ ...row, expected: LABELS[i % 2]! }));
  return { ...task, labels: LABELS, keep: LABELS, train: rows(task.train), dev: rows(task.dev), test: rows(task.test) };
}

/** Right where the section has a rule for the label; whole requests are answered as `whole` says, small questions well. */
function world(whole: (content: string) => string, task = labelled()) {
  const expected = new Map([...task.train, ...task.dev].map((row) => [row.fields["text"]!, row.expected as string]));
  let small = 0;
  return toy(task, (role, { messages: [message], sample }) => {
    const content = message!.content;
    if (role === "task") {
      const right = expected.get(/(?:train|dev|test) number \d+/.exec(content)![0])!;
      const knows = content.includes(`- ${right}: `) || (content.includes("Choose one") && sample === 0);
      return knows ? right : right === "spam" ? "ham" : "spam";
    }
    if (content.includes("Say the same instruction")) return `Say whether it is spam or ham, please ${(small += 1)}.`;
    const label = /have the label (\w+)/.exec(content)?.[1];
    return label === undefined ? whole(content) : `A text is ${label} if it is of the ${label} kind.`;
  });
}

/** What small models reply to requests for whole sections. */
const POOR: Readonly<Record<string, (content: string) => string>> = {
  "nothing at all": () => "",
  "an empty list": () => '{"items": []}',
  "the whole prompt with another heading": () =>
    JSON.stringify({
      items: ["# Instruction\nIs it spam?\n\n# Input\n{{text}}\n\n# Answer"],
      reasons: ["It is vague."],
    }),
  "a section without the labels": () => JSON.stringify({ items: ["Do it well."], sections: ["Do it well."] }),
  "half a sentence": () => '{"items": ["The prompt does not state how ',
};

describe("auto", () => {
  it("does for a good writer what whole does, call by call", async () => {
    const [auto, whole] = [toy(), toy()];
    const outcomes = [await run(auto, "auto"), await run(whole, "whole")];
    expect(turns(auto)).toEqual([]);
    expect(outcomes[0]!.best.prompt.text).toBe(outcomes[1]!.best.prompt.text);
    expect(auto.call.made).toEqual(whole.call.made);
    expect(auto.events).toEqual(whole.events);
  });

  it.each(Object.entries(POOR))("turns to small questions in round 1 when the writer replies %s", async (_, whole) => {
    const poor = world(whole);
    const { ranked } = await run(poor, "auto");
    expect(turns(poor)).toMatchObject([{ round: 1 }]);
    const pieces = written(poor).filter(({ origin }) => "asked" in origin && origin.asked !== undefined);
    expect(pieces.length).toBeGreaterThan(2);
    expect(ranked[0]!.dev.value).toBeGreaterThan(0);
    // What it was asked as a whole in round 1 is not asked again in round 2.
    const late = poor.events.filter((event) => event.type === "asked" && event.round === 2);
    expect(late.length).toBeGreaterThan(0);
    expect(late.every((event) => event.type === "asked" && ["rule", "contrast", "shorten"].includes(event.asked))).toBe(
      true,
    );
    const found = poor.events.filter((event) => event.type === "errors-found" && event.round === 1);
    expect(found).toHaveLength(1);
  });

  it("turns alike in every replay, whatever order replies arrive in", async () => {
    const poor = Object.values(POOR);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1000 }),
        fc.array(fc.integer({ min: 0, max: poor.length }), { minLength: 3, maxLength: 12 }),
        async (seed, replies) => {
          const reply = (content: string): string => {
            const which = replies[rng(content).seed % replies.length]!;
            const good = JSON.stringify({
              items: [`Spam or ham: ${rng(content).seed % 97}?`],
              sections: [`Spam or ham: ${rng(content).seed % 97}?`],
              reasons: ["It is vague.", "It is short."],
            });
            return poor[which]?.(content) ?? good;
          };
          const straight = world(reply);
          const outcome = await run(straight, "auto", seed);
          const mixed = world(reply);
          const order = rng(seed);
          const delayed: Tools["ask"] = async (question) => {
            for (let i = Math.floor(order.next() * 9); i > 0; i--) await Promise.resolve();
            return mixed.tools.ask(question);
          };
          const again = await run(mixed, "auto", seed, { ask: delayed });
          expect(turns(mixed)).toEqual(turns(straight));
          expect(again.best.prompt.id).toBe(outcome.best.prompt.id);
        },
      ),
      { numRuns: 6 },
    );
  });
});

describe("the agent loop", () => {
  it.each(Object.entries(POOR))("goes over to small questions after three rewrites that are %s", async (_, whole) => {
    const poor = world(whole);
    const { ranked } = await runOf("agent-loop", poor, "auto");
    expect(turns(poor)).toMatchObject([{ round: 3, prompts: { wanted: 3, kept: 0 } }]);
    const asked = poor.events.flatMap((event) => (event.type === "asked" ? [[event.round, event.asked] as const] : []));
    expect(asked.filter(([round]) => round <= 3).every(([, what]) => what === "rewrite")).toBe(true);
    const late = asked.filter(([round]) => round > 3);
    expect(late.length).toBeGreaterThan(0);
    expect(late.every(([, what]) => ["rule", "contrast", "shorten"].includes(what))).toBe(true);
    expect(ranked[0]!.dev.value).toBeGreaterThan(0);
  });

  it("asks on for whole prompts where it is set so, or where one in three was kept", async () => {
    const poor = world(() => "");
    await runOf("agent-loop", poor, "whole");
    const asked = poor.events.flatMap((event) => (event.type === "asked" ? [event.asked] : []));
    expect(new Set(asked)).toEqual(new Set(["rewrite"]));
    let request = 0;
    const fair = world(() =>
      JSON.stringify({ items: [(request += 1) % 3 === 1 ? `Spam or ham, ${request}?` : "Do it."] }),
    );
    await runOf("agent-loop", fair, "auto");
    expect(turns(fair)).toEqual([]);
  });

  it.each(["piecewise", "none"] as const)("asks for no whole prompt with the writer %s", async (writer) => {
    const any = world(() => expect.fail());
    await runOf("agent-loop", any, writer);
    expect(any.events.some((event) => event.type === "asked" && event.asked === "rewrite")).toBe(false);
    expect(any.events.some((event) => event.type === "candidate")).toBe(true);
  });
});

describe("the rule of auto", () => {
  const of = (wanted: number, usable: number, asked: number, kept: number) => ({
    gradients: { wanted, usable },
    prompts: { wanted: asked, kept },
  });

  it("is poor below a third of what was asked for, and says nothing of fewer than three texts", () => {
    expect(isPoor(of(8, 8, 9, 3))).toBe(false);
    expect(isPoor(of(8, 8, 9, 2))).toBe(true);
    expect(isPoor(of(8, 2, 9, 9))).toBe(true);
    expect(isPoor(of(2, 0, 0, 0))).toBe(false);
    expect(isPoor(of(2, 0, 1, 0))).toBe(true);
    expect(isPoor(of(2, 2, 1, 0))).toBe(false);
  });

  it("is applied once, and between rounds where several prompts are improved", () => {
    const events: unknown[] = [];
    const trust = new Trust((event) => events.push(event));
    expect(trust.note(1, of(4, 0, 1, 0), false)).toBe(false);
    expect(trust.isTurned(1)).toBe(false);
    expect(trust.note(1, of(4, 0, 1, 0), false)).toBe(false);
    expect([trust.isTurned(2), trust.isTurned(2), trust.isTurned(3)]).toEqual([true, true, true]);
    expect(events).toEqual([{ type: "writer-turned", round: 2, ...of(8, 0, 2, 0) }]);
    const trusted = new Trust(() => expect.fail());
    expect(trusted.note(1, of(4, 4, 4, 4), true)).toBe(false);
    expect(trusted.note(2, of(9, 0, 9, 0), true)).toBe(false);
    expect(trusted.isTurned(3)).toBe(false);
  });
});

describe("none", () => {
  it("asks the optimizer model nothing, and finds plain forms, rows as examples and phrases", async () => {
    const task = labelled("# Task\nRead the text with care. Then say spam or ham.\n\n# Input\n{{text}}");
    const silent = world(() => expect.fail("The optimizer model was asked."), task);
    const { ranked } = await run(silent, "none");
    expect(silent.call.made.every(({ role }) => role === "task")).toBe(true);
    const kinds = new Set(written(silent).map(({ origin }) => origin.kind));
    expect(kinds).toEqual(new Set(["plain-form", "demonstrations", "phrase-edit"]));
    expect(ranked[0]!.candidate.prompt.text).toContain("Choose one: spam, ham.");
    expect(writerYieldsOf(silent.events)).toEqual([]);
  });
});

describe("a small task model", () => {
  it("gets short forms of the initial prompt first, and all of them enter selection", async () => {
    const small = world((content) => {
      const section = `Spam or ham? ${rng(content).seed}`;
      return JSON.stringify({ items: [section], sections: [section] });
    });
    await run(small, "whole", 1, { taskIsSmall: true });
    const first = written(small).filter(({ origin }) => origin.kind === "plain-form");
    const short = small.events.flatMap((event) =>
      event.type === "candidate" && event.origin.kind === "paraphrase" && event.origin.asked === "shorten"
        ? [event]
        : [],
    );
    expect(first).toHaveLength(4);
    expect(short).toHaveLength(8);
    const [selected] = small.events.filter((event) => event.type === "selected");
    expect(selected!.ranking.length).toBeGreaterThan(12);
  });
});

for (const writer of ["auto", "piecewise", "none"] as const) {
  methodContract({ describe, it, expect }, `protegi, writer ${writer}`, () =>
    methodOf("protegi").search({ ...TOY_SEARCH, writer }),
  );
}

methodContract({ describe, it, expect }, "protegi, a small task model", () => (tools, budget, random) => {
  const search = methodOf("protegi").search({ ...TOY_SEARCH, writer: "auto" });
  return search({ ...tools, taskIsSmall: true }, budget, random);
});

describe("short forms of a whole prompt whose input has words around it", () => {
  const framedInput = "# Prediction\nText: {{text}}\nLabel:";
  const task: Task = {
    ...labelled(),
    prompt: parsePrompt(`# Task\nSpam or ham?\n\n${framedInput}`, "all"),
  };

  it.each(["piecewise", "none"] as const)("show it with these words and alone, with %s", async (writer) => {
    const tried = world(() => "", task);
    await run(tried, writer, 1, { taskIsSmall: true });
    const texts = written(tried)
      .filter(({ origin }) => origin.kind === "plain-form")
      .map(({ text }) => text);
    const alone = texts.filter((text) => !text.includes("Prediction"));
    expect(alone.length).toBeGreaterThan(1);
    for (const text of alone) expect(text).toMatch(/^[^\n]+\n\n\{\{text\}\}$/);
    expect(texts.filter((text) => text.includes(framedInput)).length).toBeGreaterThan(1);
  });
});

describe("the plan of a search that tries short forms first", () => {
  const budgetFor = (candidates: number): number => 10 * candidates;
  const plan = (writer: WriterMode, taskIsSmall?: boolean) =>
    planCalls(
      { ...OPTIONS, writer },
      { dev: 40, test: 0, ...(taskIsSmall !== undefined && { taskIsSmall }) },
      budgetFor,
    );

  it.each(["whole", "piecewise"] as const)("has them where the task model is small, with %s", (writer) => {
    const [small, large] = [plan(writer, true), plan(writer, false)];
    expect(small.selecting - large.selecting).toBe(budgetFor(12));
    expect(small.proposing - large.proposing).toBe(8);
    expect(plan(writer)).toEqual(large);
  });

  it("has the plain forms without a writer, and holds all calls of the search", async () => {
    const own = plan("none");
    expect(own).toEqual(plan("none", true));
    const of = world(() => "");
    await run(of, "none");
    const selecting = of.call.made.filter(({ tag }) => tag.phase === "selecting").length;
    expect(selecting).toBeGreaterThan(own.selecting - budgetFor(12));
    expect(selecting).toBeLessThanOrEqual(own.selecting);
  });
});
