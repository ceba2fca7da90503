import { expect, test } from "vitest";
import { messagesFor } from "../../src/core/asking/describe.ts";
import { INSTRUCTIONS } from "../../src/core/asking/templates.ts";
import type { Message } from "../../src/core/model.ts";
import type { Observation } from "../../src/core/task.ts";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { sentencesOf } from "../../src/testing/worlds/language.ts";
import { ruleWorld, type RuleKindName } from "../../bench/lib/rule-world.ts";

const SEED = 3;

async function ask(world: ReturnType<typeof ruleWorld>, messages: readonly Message[]): Promise<string> {
  const request = { role: "task", messages, format: { kind: "text" }, temperature: 0, maxOutputTokens: 100, sample: 0 };
  return (await world.model.generate(request as Parameters<typeof world.model.generate>[0])).text;
}

/** The items of one reply of the optimizer model about four rows that the first prompt gets wrong. */
async function asked(
  mends: RuleKindName,
  wanted: { readonly asked: "gradient" | "edit"; readonly count: number; readonly gradient?: string },
): Promise<string[]> {
  const world = ruleWorld(mends, SEED, 500);
  const task = buildTask(
    { prompt: world.prompt, examples: world.rows, label: "label" },
    parseGroups({}).splits,
    () => undefined,
  );
  const errors: Observation[] = [];
  for (const example of task.train) {
    const answer = await ask(world, task.prompt.render(example.fields));
    if (answer !== example.expected)
      errors.push({ example, answer, predicted: answer, score: 0, correct: false, invalid: false });
    if (errors.length === 4) break;
  }
  const messages = messagesFor(INSTRUCTIONS[wanted.asked], {
    task,
    prompt: task.prompt,
    errors,
    ...wanted,
    maxLength: 4000,
    json: true,
  });
  return (JSON.parse(await ask(world, messages)) as { items: string[] }).items;
}

test("the model is right on half of the rows and a sixteenth more with each rule", async () => {
  const world = ruleWorld("one", SEED, 4000);
  const shares = new Map<number, number>();
  const words = [...new Set(world.rows.flatMap(({ message }) => message.split(" ")))].filter(
    (word) => world.truth(`The word “${word}” reverses the meaning.`) > 0.5,
  );
  expect(words).toHaveLength(8);
  for (const named of [0, 3, 8]) {
    const section = words
      .slice(0, named)
      .map((word) => `The word “${word}” reverses the meaning.`)
      .join(" ");
    let right = 0;
    for (const { message, label } of world.rows) {
      const content = `# Task\n${section}\n\n# Message\n${message}\n\n# Answer\nyes or no:`;
      if ((await ask(world, [{ role: "user", content }])) === label) right += 1;
    }
    expect(world.truth(section)).toBe(0.5 + named / 16);
    shares.set(named, right / world.rows.length);
  }
  for (const [named, share] of shares) expect(Math.abs(share - (0.5 + named / 16))).toBeLessThan(0.025);
  expect(shares.get(8)).toBe(1);
});

test("an edit mends one reason of those it is shown, or all", async () => {
  const reasons = await asked("one", { asked: "gradient", count: 2 });
  expect(new Set(reasons).size).toBe(2);
  const gradient = reasons.join(" ");
  for (const [mends, rules] of [
    ["one", 1],
    ["all", 2],
  ] as const) {
    const [edit = ""] = await asked(mends, { asked: "edit", count: 1, gradient });
    expect(sentencesOf(edit)).toHaveLength(1 + rules);
    expect(ruleWorld(mends, SEED, 1).truth(edit)).toBe(0.5 + rules / 16);
  }
});

test("in the uneven world rules are worth less and less, to a half together, and edits lose sentences", async () => {
  const world = ruleWorld("uneven", SEED, 4000);
  const words = [...new Set(world.rows.flatMap(({ message }) => message.split(" ")))];
  const worth = words
    .map((word) => world.truth(`The word “${word}” reverses the meaning.`) - 0.5)
    .filter((share) => share > 0)
    .toSorted((a, b) => b - a);
  expect(worth).toHaveLength(8);
  expect(worth[0]! / worth[7]!).toBeCloseTo(8, 9);
  expect(worth.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.5, 9);
  const edits = await asked("uneven", { asked: "edit", count: 30, gradient: "It leaves out something." });
  const before = sentencesOf(world.prompt.split("\n")[1]!);
  const whole = edits.filter((section) => before.every((sentence) => sentencesOf(section).includes(sentence)));
  expect(whole.length).toBeGreaterThan(12);
  expect(whole.length).toBeLessThan(28);
});
