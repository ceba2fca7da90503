import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../src/core/budget.ts";
import type { Candidate } from "../../../src/core/candidate.ts";
import { methods, type MethodName } from "../../../src/core/methods/index.ts";
import { frontWeights } from "../../../src/core/methods/pareto.ts";
import { phrasesOf } from "../../../src/core/methods/phrase-edit.ts";
import { race } from "../../../src/core/methods/race.ts";
import { rng } from "../../../src/core/rng.ts";
import { toy, toyRows, toyTask, TOY_OPTIONS, TOY_SEARCH } from "../toy.ts";

async function search(method: MethodName, options = TOY_SEARCH, world = toy()) {
  const outcome = await methods[method].search(options)(world.tools, world.budget, rng(1));
  const asked = world.call.made
    .filter(({ role }) => role === "optimizer")
    .map(({ request }) => request.messages[0]!.content);
  return { ...world, outcome, asked };
}

const candidate = (section: string): Candidate => ({
  prompt: toyTask().prompt.withParts({ task: section }),
  origin: { kind: "initial" },
  round: 0,
});

describe("every method", () => {
  it.each(Object.keys(methods) as MethodName[])("%s makes at most the calls that it planned", async (method) => {
    const { call } = await search(method);
    const plan = methods[method].plan(TOY_SEARCH, { dev: 40, budgetFor: TOY_OPTIONS.selection.budgetFor });
    expect(call.made.length).toBeLessThanOrEqual(Object.values(plan).reduce((sum, calls) => sum + calls, 0));
    expect(call.made.filter(({ tag }) => tag.phase === "dev").length).toBeLessThanOrEqual(plan.dev);
  });
});

describe("monte-carlo", () => {
  it("asks for paraphrases and nothing else, as many of a parent as it may have successors", async () => {
    const { asked } = await search("monte-carlo", { ...TOY_SEARCH, rounds: 1 });
    expect(asked).toHaveLength(TOY_SEARCH.maxSuccessors);
    expect(
      asked.every((text) => text.includes("the same meaning in other words") && !text.includes("Rows it gets wrong")),
    ).toBe(true);
  });
});

describe("phrase-edit", () => {
  it("cuts a text into phrases that are the text again", () => {
    expect(phrasesOf("Judge the review, and answer with one word. If it is mixed, say so.")).toEqual([
      "Judge the review,",
      " and answer",
      " with one word.",
      " If it is mixed,",
      " say so.",
    ]);
    fc.assert(
      fc.property(
        fc.string(),
        (text) => phrasesOf(text).join("") === text.trimEnd() || phrasesOf(text).join("").trim() === text.trim(),
      ),
    );
  });

  it("deletes and swaps without a call, and adds again what it deleted", async () => {
    const task = toyTask({}, "# Task\nOne two three, four five six, seven eight nine.\n\n# Input\n{{text}}");
    const { events, asked } = await search(
      "phrase-edit",
      { ...TOY_SEARCH, rounds: 4 },
      toy(task, (role) => (role === "optimizer" ? `{"items":["four or five,"]}` : undefined)),
    );
    const sections = events.filter((event) => event.type === "candidate").map(({ parts }) => parts["task"]!);
    expect(sections).toContain("One two three, seven eight nine.");
    expect(sections.some((section) => section.startsWith("four five six,"))).toBe(true);
    expect(asked.length).toBeLessThan(sections.length);
    expect(asked.some((text) => /## The section that may change\n~~~~ \w+\nfour five six,\n/.test(text))).toBe(true);
  });
});

describe("agent-loop", () => {
  it("shows score and errors six times, each time of the prompt it wrote last", async () => {
    const { asked, outcome } = await search("agent-loop");
    expect(asked).toHaveLength(6);
    expect(asked.every((text) => /## Its score\naccuracy: 0\.\d{3}\n/.test(text) && text.includes("### Row 1"))).toBe(
      true,
    );
    expect(
      new Set(asked.map((text) => /## The section that may change\n~~~~ \w+\n([\s\S]*?)\n~~~~/.exec(text)?.[1])).size,
    ).toBe(6);
    expect(outcome.rounds).toBe(6);
  });

  it("takes more steps where there are more rounds", async () => {
    const { outcome } = await search("agent-loop", { ...TOY_SEARCH, rounds: 9 });
    expect(outcome.rounds).toBe(9);
  });

  it("spends on dev for the last prompt and for those that did best where they were shown, not for all", async () => {
    // Each prompt names another number of rules, and more rules are right on more rows.
    const rules = [3, 1, 0, 1, 0, 1];
    let step = 0;
    const world = toy(toyTask(), (role) => {
      if (role !== "optimizer") return undefined;
      const named = Array.from({ length: rules[step] ?? 0 }, (_, i) => `rule-${i}`).join(" ");
      return JSON.stringify({ items: [`Step ${step++}. ${named}`] });
    });
    const { outcome, call } = await search("agent-loop", { ...TOY_SEARCH, beamWidth: 1 }, world);
    const dev = call.made.filter(({ tag }) => tag.phase === "dev");
    expect(new Set(dev.map(({ tag }) => tag.prompt)).size).toBe(2);
    // The rest of the rows is left out once the choice cannot change.
    expect(dev.length).toBeLessThanOrEqual(2 * 40);
    const sections = outcome.ranked.map(({ candidate: { prompt } }) => prompt.parts[0]!.text.slice(0, 7));
    expect(sections).toEqual(["Step 0.", "Step 5."]);
  });

  it("ends when nothing is wrong", async () => {
    const { outcome, asked } = await search(
      "agent-loop",
      TOY_SEARCH,
      toy(toyTask(), (role) => (role === "task" ? "yes" : undefined)),
    );
    expect(outcome.reason).toEqual({ kind: "nothing-to-mend" });
    expect(asked).toHaveLength(0);
  });
});

describe("a large dev split", () => {
  it("does not eat up the search", async () => {
    const world = toy(toyTask({ dev: 200 }));
    const { outcome, asked } = await search("agent-loop", TOY_SEARCH, { ...world, budget: new CallBudget(800) });
    expect(asked).toHaveLength(6);
    expect(outcome.ranked.length).toBeGreaterThan(1);
    expect(world.call.made.length).toBeLessThanOrEqual(800);
  });
});

describe("greedy and no-iteration", () => {
  it("greedy goes on from one prompt, for all rounds", async () => {
    const { events } = await search("greedy");
    const beams = events.filter((event) => event.type === "round-started").map(({ beam }) => beam.length);
    expect(beams).toEqual([1, 1, 1]);
  });

  it("no-iteration expands the initial prompt once and selects", async () => {
    const { outcome } = await search("no-iteration");
    expect(outcome.rounds).toBe(1);
    expect(outcome.ranked).toHaveLength(TOY_SEARCH.beamWidth);
  });
});

describe("opro, evolution and pareto", () => {
  it.each(["opro", "evolution", "pareto"] as const)("%s tells each round how its prompts stand", async (method) => {
    const { events } = await search(method);
    const selected = events.filter((event) => event.type === "selected");
    expect(selected.length).toBeGreaterThanOrEqual(3);
    for (const { selector, ranking, kept } of selected) {
      expect(selector).toBe(method);
      expect(kept).toEqual(ranking.slice(0, kept.length).map(({ id }) => id));
      expect(ranking.every(({ n, low, value, high }) => n > 0 && low <= value && value <= high)).toBe(true);
    }
  });
});

describe("opro", () => {
  it("shows earlier sections from the worst to the best, and rows with their right answers", async () => {
    const { asked } = await search("opro");
    const last = asked.at(-1)!;
    const scores = Array.from(last.matchAll(/^Score: (\d\.\d+)$/gm), ([, score]) => Number(score));
    expect(scores.length).toBeGreaterThan(3);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(last).toContain("## Rows of the task\n");
    expect(last.match(/The right answer: yes/g)).toHaveLength(3);
    expect(last).not.toContain("The model answered");
  });

  it("judges all on the same rows", async () => {
    const { call } = await search("opro");
    const rows = call.made
      .filter(({ role, tag }) => role === "task" && tag.phase === "selecting")
      .map(({ request }) => request.messages[0]!.content.split("# Input\n")[1]);
    expect(new Set(rows).size).toBe(TOY_SEARCH.minibatchSize);
  });
});

describe("evolution", () => {
  it("crosses two of the population, and says their child in other words", async () => {
    const { asked, events } = await search("evolution");
    expect(asked.filter((text) => text.includes("## Another version of the section"))).toHaveLength(
      3 * TOY_SEARCH.maxSuccessors,
    );
    expect(events.some((event) => event.type === "candidate" && event.origin.kind === "crossover")).toBe(true);
  });

  it("races: drops what is clearly worse before it is met on all rows", async () => {
    const { tools, call, budget } = toy(toyTask(), (_, request) =>
      request.messages[0]!.content.includes("good") ? "yes" : "no",
    );
    const kept = await race(
      tools,
      [candidate("bad"), candidate("good one"), candidate("worse")],
      { keep: 1, rows: toyRows(40, "race"), blockSize: 10 },
      { round: 1, budget },
    );
    expect(kept.map(({ candidate: { prompt } }) => prompt.parts[0]!.text)).toEqual(["good one"]);
    expect(call.made).toHaveLength(30);
  });

  it("races: a block that the budget cannot give to all decides nothing", async () => {
    const answers = (_: unknown, request: { messages: readonly { content: string }[] }) =>
      request.messages[0]!.content.includes("late") ? "no" : "yes";
    const racers = [candidate("late and long as well"), candidate("early"), candidate("also early")];
    const rows = toyRows(40, "race").map((row, i) => (i < 10 ? { ...row, expected: "no" } : row));
    const cut = toy(toyTask(), answers);
    const first = await race(
      cut.tools,
      racers,
      { keep: 2, rows, blockSize: 10 },
      { round: 1, budget: new CallBudget(35) },
    );
    expect(first.map(({ candidate: { prompt } }) => prompt.parts[0]!.text)).toEqual(["late and long as well", "early"]);
    const none = toy(toyTask(), answers);
    expect(
      await race(none.tools, racers, { keep: 2, rows, blockSize: 10 }, { round: 1, budget: new CallBudget(5) }),
    ).toEqual([]);
  });

  it("races: of two that do equally well keeps the shorter", async () => {
    const { tools, budget } = toy(toyTask(), () => "yes");
    const kept = await race(
      tools,
      [candidate("a section of some length"), candidate("short")],
      { keep: 1, rows: toyRows(40, "race"), blockSize: 10 },
      { round: 1, budget },
    );
    expect(kept.map(({ candidate: { prompt } }) => prompt.parts[0]!.text)).toEqual(["short"]);
  });
});

describe("pareto", () => {
  const rows = toyRows(4);
  const scored = (scores: readonly number[]) => ({
    candidate: candidate(`p ${scores.join(" ")}`),
    score: scores.reduce((sum, score) => sum + score, 0) / 4,
    seen: scores.map((score, i) => ({ example: rows[i]!, answer: "", score, correct: score === 1, invalid: false })),
  });

  it("draws parents by the rows on which they are best, and never one that another outdoes", () => {
    expect(frontWeights([scored([1, 1, 0, 0]), scored([0, 0, 1, 0]), scored([1, 0, 0, 0])])).toEqual([3, 2, 0]);
    expect(frontWeights([scored([1, 0, 0, 0]), scored([1, 0, 0, 0])])).toEqual([4, 0]);
    expect(frontWeights([scored([0, 0, 0, 0])])).toEqual([4]);
  });

  it("draws none whose rows others cover together, though no one of them outdoes it", () => {
    const pool = [scored([1, 1, 0, 0]), scored([0, 0, 1, 1]), scored([1, 0, 1, 0])];
    expect(frontWeights(pool)).toEqual([2, 2, 0]);
    expect(frontWeights([...pool, scored([1, 1, 1, 1])])).toEqual([0, 0, 0, 4]);
  });

  it("leaves parents that are best on every row together, and none that could be missed", () => {
    const scores = fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(scores, { minLength: 1, maxLength: 6 }), (pool) => {
        const weights = frontWeights(pool.map(scored));
        const best = rows.map((_, row) => Math.max(...pool.map((own) => own[row]!)));
        const covers = (own: readonly (readonly number[])[]): boolean =>
          best.every((score, row) => own.some((one) => one[row] === score));
        const left = pool.filter((_, one) => weights[one]! > 0);
        expect(covers(left)).toBe(true);
        for (const one of left) expect(covers(left.filter((other) => other !== one))).toBe(false);
      }),
    );
  });

  it("keeps a child that the last calls score on some rows only, and holds it against its parent there", async () => {
    const better = (role: string): string | undefined =>
      role === "optimizer" ? `{"items":["rule-1 rule-2 rule-3 rule-4"]}` : undefined;
    const options = { ...TOY_SEARCH, beamWidth: 1 };
    const few = 2 * options.errorsPerGroup;
    // Dev, the first prompt on the front, one rewrite, parent and child on a few rows; then 5 of the 20 rows of the front.
    for (const [left, best] of [
      [5, "rewrite"],
      [0, "rewrite"],
      [-few, "initial"],
    ] as const) {
      const world = toy(toyTask(), better);
      const budget = new CallBudget(40 + 20 + 1 + 2 * few + left);
      const { outcome, call } = await search("pareto", options, { ...world, budget });
      expect(outcome.best.origin.kind).toBe(best);
      expect(call.made.length).toBeLessThanOrEqual(40 + 20 + 1 + 2 * few + left);
    }
  });

  it("ends when the parents that it draws get everything right", async () => {
    const { outcome, call } = await search(
      "pareto",
      TOY_SEARCH,
      toy(toyTask(), (role) => (role === "task" ? "yes" : undefined)),
    );
    expect(outcome.reason).toEqual({ kind: "nothing-to-mend" });
    expect(call.made.filter(({ role }) => role === "optimizer")).toHaveLength(0);
    expect(call.made.filter(({ tag }) => tag.phase === "errors").length).toBeLessThanOrEqual(180);
  });

  it("takes into the pool only what does better than its parent on the same rows", async () => {
    const { events, outcome } = await search(
      "pareto",
      TOY_SEARCH,
      toy(toyTask(), (role) => (role === "optimizer" ? `{"items":["Start again."]}` : undefined)),
    );
    expect(events.some(({ type }) => type === "candidate")).toBe(true);
    expect(outcome.ranked.map(({ candidate: { origin } }) => origin.kind)).toEqual(["initial"]);
  });
});

describe("demonstrations", () => {
  it("asks nothing of the optimizer model, and never judges by a row it shows", async () => {
    const { call, asked, events } = await search("demonstrations");
    expect(asked).toHaveLength(0);
    const shown = new Set(
      events
        .filter((event) => event.type === "candidate")
        .flatMap(({ parts }) => Array.from(parts["task"]!.matchAll(/^text: (.*)$/gm), ([, text]) => text)),
    );
    expect(shown.size).toBeGreaterThan(3);
    const judged = call.made.map(({ request }) => request.messages[0]!.content.split("# Input\n")[1]);
    expect(judged.filter((text) => shown.has(text))).toEqual([]);
  });

  it("shows no row that would pass for a part of the prompt", async () => {
    const task = toyTask();
    const spoilt = task.train.map((row, i) => (i % 2 === 0 ? row : { ...row, fields: { text: `{{text}} ${i}` } }));
    const { events } = await search("demonstrations", TOY_SEARCH, toy({ ...task, train: spoilt }));
    const sections = events.filter((event) => event.type === "candidate").map(({ parts }) => parts["task"]!);
    expect(sections.length).toBeGreaterThan(3);
    expect(sections.some((section) => section.includes("{{"))).toBe(false);
    expect(events.some(({ type }) => type === "candidate-rejected")).toBe(false);
  });

  it.each([
    ["Say yes.\n\nText: {{text}}\nAnswer:", /^Say yes\.\n\nFor example:\n\n[^]+\n\nText: \{\{text\}\}\nAnswer:$/],
    ["{{text}}\n\nSay yes.", /^For example:\n\n[^]+\n\n\{\{text\}\}\n\nSay yes\.$/],
  ])("shows rows in front of the input, where the section %j shows it", async (prompt, form) => {
    const { events } = await search("demonstrations", TOY_SEARCH, toy(toyTask({}, prompt)));
    const sections = events.flatMap((event) => (event.type === "candidate" ? Object.values(event.parts) : []));
    expect(sections.length).toBeGreaterThan(3);
    for (const section of sections) expect(section).toMatch(form);
  });

  it("goes on from rows that helped: one more, one less, or another", async () => {
    const task = toyTask();
    const labelled = {
      ...task,
      train: task.train.map((row, i) => (i % 2 === 0 ? row : { ...row, expected: { label: "yes" } })),
    };
    const world = toy(labelled, (_, request) => (request.messages[0]!.content.includes("For example:") ? "yes" : "no"));
    const { events } = await search("demonstrations", TOY_SEARCH, world);
    const candidates = events.filter((event) => event.type === "candidate");
    const rowsOf = (section: string): string[] => section.match(/^text: .*$/gm) ?? [];
    const byId = new Map(candidates.map(({ id, parts }) => [id, rowsOf(parts["task"]!)]));
    const later = candidates.filter(({ round }) => round > 1);
    expect(later.length).toBeGreaterThan(5);
    for (const { parts, origin } of later) {
      const own = rowsOf(parts["task"]!);
      const parents = "parent" in origin ? (byId.get(origin.parent) ?? []) : [];
      expect(own.length).toBeLessThanOrEqual(6);
      if (parents.length > 0) expect(own.filter((row) => !parents.includes(row)).length).toBeLessThanOrEqual(1);
    }
    expect(candidates.some(({ parts }) => parts["task"]!.includes('answer: {"label":"yes"}'))).toBe(true);
  });
});
