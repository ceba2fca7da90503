import { describe, expect, it } from "vitest";
import { buildTask } from "../../../src/jobs/task/build-task.ts";
import { messagesFor, type Showing } from "../../../src/core/asking/describe.ts";
import { parsePrompt } from "../../../src/core/prompt/prompt.ts";
import { INSTRUCTIONS } from "../../../src/core/asking/templates.ts";
import type { Observation, Task } from "../../../src/core/task.ts";
import { optimize } from "../../../src/jobs/optimize.ts";
import { PRESETS } from "../../../src/options/presets.ts";
import { simulatedWorld, worldFamilies, type SimulatedWorld } from "../../../src/testing/simulated-world.ts";
import { families, type FamilyName } from "../../../src/testing/worlds/families.ts";
import { statementOf } from "../../../src/testing/worlds/language.ts";

async function answerOf({ model }: SimulatedWorld, content: string): Promise<string> {
  return (await model.generate({ messages: [{ role: "user", content }], format: { kind: "text" }, sample: 0 })).text;
}

/** Share of rows answered rightly under a section. */
async function score(world: SimulatedWorld, section: (own: string) => string): Promise<number> {
  const own = parsePrompt(world.prompt);
  const prompt = own.withParts({ task: section(own.parts[0]!.text) });
  const right = await Promise.all(
    world.examples.map(
      async ({ message, label }) => (await answerOf(world, prompt.render({ message })[0]!.content)) === label,
    ),
  );
  return right.filter(Boolean).length / right.length;
}

/** The words of the rows that are no words of English. */
function marksOf({ examples }: SimulatedWorld): string[] {
  const counts = new Map<string, number>();
  for (const { message } of examples)
    for (const word of message.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts.keys()].filter((word) =>
    /^(?:zan|mor|kel|vi|tu|ska|lo|bre|dun|fi|gra|hup|jo|nem|pli|qua){2}$/.test(word),
  );
}

/** The gain of adding each sentence to the section alone. */
async function gains(world: SimulatedWorld, sentences: readonly string[]): Promise<number[]> {
  const before = await score(world, (own) => own);
  return Promise.all(sentences.map(async (sentence) => (await score(world, (own) => `${own} ${sentence}`)) - before));
}

const turns = (mark: string): string => `The word “${mark}” reverses the meaning.`;

const tasks = new Map<SimulatedWorld, Task>();

async function reply(
  world: SimulatedWorld,
  asked: keyof typeof INSTRUCTIONS,
  more: Partial<Showing>,
  sample = 1,
): Promise<string[]> {
  const { prompt, examples, metric } = world;
  const task =
    tasks.get(world) ??
    buildTask({ prompt, examples, label: "label", metric }, PRESETS.default.splits, () => undefined);
  tasks.set(world, task);
  const messages = messagesFor(INSTRUCTIONS[asked], {
    task,
    prompt: task.prompt,
    maxLength: 2000,
    count: 1,
    json: true,
    ...more,
  });
  const { text } = await world.model.generate({ messages, format: { kind: "text" }, sample });
  return (JSON.parse(text) as { items: string[] }).items;
}

function errorsOf(world: SimulatedWorld, has: (message: string) => boolean): Observation[] {
  return world.examples
    .filter(({ message }) => has(message))
    .slice(0, 4)
    .map(({ message, label }) => ({
      example: { id: message, fields: { message }, expected: label },
      answer: "wrong",
      score: 0,
      correct: false,
      invalid: false,
    }));
}

describe("the simulated world", () => {
  it.each(worldFamilies)(
    "%s: is the same for the same seed, another for another, and leaves much to find",
    async (family) => {
      expect(simulatedWorld({ family, seed: 3 }).examples).toEqual(simulatedWorld({ family, seed: 3 }).examples);
      expect(simulatedWorld({ family, seed: 3 }).examples).not.toEqual(simulatedWorld({ family, seed: 4 }).examples);
      const before = await score(simulatedWorld({ family, seed: 3 }), (own) => own);
      expect(before).toBeGreaterThan(0.15);
      expect(before).toBeLessThan(0.75);
    },
  );

  it("reads its messages and nothing else: the same messages get the same answers whatever rows there are", async () => {
    const one = simulatedWorld({ family: "rules", rows: 20 });
    const other = simulatedWorld({ family: "rules", rows: 300 });
    for (const { message } of other.examples.slice(250)) {
      const content = parsePrompt(one.prompt).render({ message })[0]!.content;
      expect(await answerOf(one, content)).toBe(await answerOf(other, content));
    }
  });

  it("makes mistakes as often as it is told to, the same each time", async () => {
    const quiet = simulatedWorld({ family: "rules", rows: 1000 });
    const noisy = simulatedWorld({ family: "rules", rows: 1000, noise: 0.2 });
    const answers = (world: SimulatedWorld): Promise<string[]> =>
      Promise.all(
        world.examples.map(({ message }) => answerOf(world, parsePrompt(world.prompt).render({ message })[0]!.content)),
      );
    const [plain, mistaken, again] = await Promise.all([answers(quiet), answers(noisy), answers(noisy)]);
    expect(again).toEqual(mistaken);
    const share = plain.filter((answer, i) => answer !== mistaken[i]).length / plain.length;
    expect(share).toBeGreaterThan(0.16);
    expect(share).toBeLessThan(0.24);
  });

  it("rules: some words turn the meaning, and saying so of others does harm", async () => {
    const world = simulatedWorld({ family: "rules" });
    const found = (await gains(world, marksOf(world).map(turns))).toSorted((a, b) => b - a);
    expect(found[0]).toBeGreaterThan(0.07);
    expect(found[3]).toBeGreaterThan(0.02);
    expect(found.at(-1)).toBeLessThan(-0.005);
  });

  it("definitions: saying what belongs to a label mends its rows", async () => {
    const world = simulatedWorld({ family: "definitions" });
    const best = await Promise.all(
      marksOf(world).map(async (mark) =>
        Math.max(
          ...(await gains(
            world,
            ["amber", "slate", "coral", "olive"].map((label) => `Give “${label}” to what mentions “${mark}”.`),
          )),
        ),
      ),
    );
    expect(best.filter((gain) => gain > 0.02).length).toBeGreaterThanOrEqual(5);
  });

  it("formats: naming the form of a kind of value mends its rows", async () => {
    const world = simulatedWorld({ family: "formats" });
    const best = await Promise.all(
      marksOf(world).map(async (mark) =>
        Math.max(
          ...(await gains(
            world,
            ["capitals", "spaces", "digits", "letters", "reversed", "first", "dots"].map(
              (form) => `Write a “${mark}” in the form “${form}”.`,
            ),
          )),
        ),
      ),
    );
    expect(best.filter((gain) => gain > 0.02).length).toBeGreaterThanOrEqual(4);
  });

  it("harmful: the first prompt is better without three of its sentences", async () => {
    const world = simulatedWorld({ family: "harmful" });
    const wrong = parsePrompt(world.prompt)
      .parts[0]!.text.match(/[^.]+\./g)!
      .map((one) => one.trim())
      .filter((one) => statementOf(one) !== undefined);
    expect(wrong).toHaveLength(3);
    for (const sentence of wrong)
      expect(await score(world, (own) => own.replace(sentence, ""))).toBeGreaterThan(await score(world, (own) => own));
  });

  it("length: the same rules are worth less in a longer prompt", async () => {
    const world = simulatedWorld({ family: "length" });
    const marks = marksOf(world);
    const gain = await gains(world, marks.map(turns));
    const best = marks
      .toSorted((a, b) => gain[marks.indexOf(b)]! - gain[marks.indexOf(a)]!)
      .slice(0, 4)
      .map(turns)
      .join(" ");
    const short = await score(world, (own) => `${own.split(".")[0]}. ${best}`);
    expect(short).toBeGreaterThan(
      (await score(
        world,
        (own) => `${own} ${best} Every message is different. Follow the instructions. Pay attention.`,
      )) + 0.05,
    );
  });

  it("blind: no rule helps, other wordings do", async () => {
    const world = simulatedWorld({ family: "blind" });
    expect(Math.max(...(await gains(world, marksOf(world).map(turns))))).toBeLessThanOrEqual(0.01);
    const wordings = await Promise.all(
      ["Take great care.", "Watch every detail.", "Mind small things.", "Read it twice.", "Do not rush."].map((other) =>
        score(world, (own) => own.replace("Be careful.", other)),
      ),
    );
    expect(Math.max(...wordings)).toBeGreaterThan((await score(world, (own) => own)) + 0.03);
  });

  it("contradictory: a rule breaks as many rows as it mends, unless it says beside what", async () => {
    const world = simulatedWorld({ family: "contradictory" });
    const marks = marksOf(world);
    const plain = await gains(world, marks.map(turns));
    const narrow = await gains(
      world,
      marks.flatMap((a) =>
        marks.filter((b) => b !== a).map((b) => `A message with “${a}” means the opposite only beside “${b}”.`),
      ),
    );
    expect(Math.max(...narrow)).toBeGreaterThan(0.06);
    // The three most frequent words turn the meaning on about as many rows as they do not.
    const count = (mark: string): number =>
      world.examples.filter(({ message }) => message.split(" ").includes(mark)).length;
    const common = marks.toSorted((a, b) => count(b) - count(a)).slice(0, 3);
    for (const mark of common) expect(Math.abs(plain[marks.indexOf(mark)]!)).toBeLessThan(0.06);
  });

  it("disputed: the errors on one word speak for both sides, and saying which is right mends them", async () => {
    const world = simulatedWorld({ family: "disputed", rows: 600 });
    const marks = marksOf(world);
    const stays = marks.map((mark) => `A message with “${mark}” means what it says.`);
    const [turned, plain] = [await gains(world, marks.map(turns)), await gains(world, stays)];
    expect(Math.max(...turned)).toBeGreaterThan(0.04);
    expect(Math.max(...plain)).toBeGreaterThan(0.01);
    expect(marks.some((_, i) => Math.sign(turned[i]!) === -Math.sign(plain[i]!))).toBe(true);
    const cue = marks[turned.indexOf(Math.max(...turned))]!;
    const prompt = parsePrompt(world.prompt);
    const sides = new Set<boolean>();
    for (const { message, label } of world.examples) {
      const words = message.split(" ");
      if (!words.includes(cue) || (await answerOf(world, prompt.render({ message })[0]!.content)) === label) continue;
      sides.add(words.includes("bright") === (label === "yes"));
    }
    expect(sides.size).toBe(2);
  });

  it("learns from worked examples in the prompt", async () => {
    const world = simulatedWorld({ family: "formats", rows: 300 });
    const shown = world.examples.slice(0, 6).map(({ message, label }) => `message: ${message}\nanswer: ${label}`);
    expect(await score(world, (own) => [own, "For example:", ...shown].join("\n\n"))).toBeGreaterThan(
      (await score(world, (own) => own)) - 0.02,
    );
  });
});

describe("its optimizer model", () => {
  it("names what the errors have in common, the more often the more skilled it is", async () => {
    const cue = async (skill: number): Promise<number> => {
      const world = simulatedWorld({ family: "rules", skill });
      const marks = marksOf(world);
      const gain = await gains(world, marks.map(turns));
      const best = marks[gain.indexOf(Math.max(...gain))]!;
      const errors = errorsOf(world, (message) => message.split(" ").includes(best));
      const replies = await Promise.all(
        Array.from({ length: 40 }, (_, sample) => reply(world, "gradient", { errors }, sample)),
      );
      return replies.filter(([reason = ""]) => reason.includes(`“${best}”`)).length;
    };
    const [skilled, middling, unskilled] = await Promise.all([cue(1), cue(0.6), cue(0)]);
    expect(skilled).toBeGreaterThan(middling);
    expect(middling).toBeGreaterThan(unskilled);
    expect(skilled).toBeGreaterThan(24);
  });

  it("mends what a gradient names, takes back what it calls wrong, and adds empty words to a vague one", async () => {
    const world = simulatedWorld({ family: "harmful" });
    // It forgets a sentence now and then.
    const named = { gradient: ["The prompt does not say that “zanmor” turns the meaning around."] };
    const added = await Promise.all(Array.from({ length: 20 }, (_, sample) => reply(world, "edit", named, sample)));
    expect(added.filter(([text = ""]) => text.includes("“zanmor”")).length).toBeGreaterThanOrEqual(17);
    const said = /“(\w+)”/.exec(world.prompt)![1]!;
    const [removed = ""] = await reply(world, "edit", { gradient: [`The prompt is wrong about “${said}”.`] });
    expect(removed).not.toContain(said);
    const [vague = ""] = await reply(world, "edit", { gradient: ["The instructions lack detail."] });
    expect(vague.match(/“\w+”/g)?.length ?? 0).toBeLessThanOrEqual(3);
  });

  it("keeps the rules when it rewords, but for one now and then, and joins those of two sections", async () => {
    const world = simulatedWorld({ family: "harmful" });
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, sample) => reply(world, "paraphrase", {}, sample)),
    );
    const kept = replies.map(([section = ""]) => section.match(/“\w+”/g)?.length ?? 0);
    expect(kept.filter((count) => count === 3).length).toBeGreaterThan(30);
    expect(kept.some((count) => count < 3)).toBe(true);
    const joined = await Promise.all(
      Array.from({ length: 20 }, (_, sample) =>
        reply(
          world,
          "crossover",
          {
            other: parsePrompt(world.prompt).withParts({
              task: "Judge the message. The word “kelkel” reverses the meaning.",
            }),
          },
          sample,
        ),
      ),
    );
    expect(joined.filter(([section = ""]) => section.includes("kelkel")).length).toBeGreaterThan(5);
  });

  it("goes on from the best of the history", async () => {
    const world = simulatedWorld({ family: "rules" });
    const history = [
      { prompt: parsePrompt(world.prompt).withParts({ task: "Judge the message." }), score: 0.4 },
      {
        prompt: parsePrompt(world.prompt).withParts({
          task: "Judge the message. The word “lolo” reverses the meaning.",
        }),
        score: 0.6,
      },
    ];
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, sample) => reply(world, "history", { history, rows: [] }, sample)),
    );
    expect(replies.filter(([section = ""]) => section.includes("lolo")).length).toBeGreaterThan(15);
  });
});

describe("a run in a simulated world", () => {
  it.each(["protegi", "monte-carlo", "opro", "demonstrations"] as const)(
    "%s ends with a verdict within its budget",
    async (method) => {
      const family: FamilyName = families.formats.name;
      const result = await optimize({
        ...simulatedWorld({ family }),
        label: "label",
        search: { method },
        budget: { calls: 900 },
        splits: { maxTest: 100, maxDev: 40 },
      });
      expect(result.verdict).toBeDefined();
      expect(result.cost.calls).toBeLessThanOrEqual(900);
    },
  );

  it("writes a first section from rows that says more than one from a line", async () => {
    const world = simulatedWorld({ family: "definitions" });
    const rows = errorsOf(world, () => true).map(({ example }) => example);
    const [induced] = await reply(world, "induce", { rows });
    const [described] = await reply(world, "induce", { description: "Label the message correctly." });
    expect(described).toBe("Label the message correctly.");
    expect(await score(world, () => induced!)).toBeGreaterThan(await score(world, () => described!));
  });

  it("heeds lessons in its gradients", async () => {
    const world = simulatedWorld({ family: "rules" });
    const lessons = ["The prompt does not say that “quaqua” turns the meaning around."];
    const errors = errorsOf(world, () => true);
    const named = async (more: object): Promise<number> => {
      const samples = Array.from({ length: 40 }, (_, sample) => reply(world, "gradient", { errors, ...more }, sample));
      return (await Promise.all(samples)).flat().filter((text) => text.includes("quaqua")).length;
    };
    expect(await named({})).toBe(0);
    expect(await named({ lessons })).toBeGreaterThan(1);
  });
});
