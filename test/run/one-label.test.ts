/** A model that gives one label to nearly all rows, before and after, has gained nothing, whatever its score: no run and no comparison claims it. */
import { expect, it } from "vitest";
import { comparePrompts, optimize } from "../../src/index.ts";
import { scriptedModel } from "../../src/testing/index.ts";

const FIRST = "Is it spam or ham?\n\n{{text}}";
const OTHER = "Choose ham or spam.\n\n{{text}}";
/** A quarter is spam. */
const EXAMPLES = Array.from({ length: 400 }, (_, i) => ({
  text: `${i % 4 === 0 ? "win" : "see"} ${(i * 7919) % 997}`,
  label: i % 4 === 0 ? "spam" : "ham",
}));
const COMMON = { examples: EXAMPLES, label: "label" } as const;

/** Answers spam to every row under the first prompt, and ham under all others, but for the rows that it knows. */
function model(knows: (text: string) => boolean = () => false) {
  return scriptedModel(({ messages: [message] }) => {
    const content = message!.content;
    if (knows(content)) return content.includes("win") ? "spam" : "ham";
    return content.startsWith(FIRST.split("\n")[0]!) ? "spam" : "ham";
  });
}

const writer = scriptedModel(({ messages: [message] }) =>
  JSON.stringify({ items: [message!.content.includes("reasons") ? "It names spam first." : OTHER] }),
);

it("a constant that is traded for another is not claimed, and the first prompt is recommended", async () => {
  const { verdict, prompt, best } = await optimize({
    ...COMMON,
    prompt: FIRST,
    model: model(),
    optimizer: writer,
    section: "all",
    search: { headroom: false, writer: "whole", rounds: 1 },
  });
  expect(best).toBe(OTHER);
  expect(verdict!.difference.low).toBeGreaterThan(0.2);
  expect(verdict).toMatchObject({ word: "not shown", oneLabel: { initial: "spam", winner: "ham" } });
  expect(verdict!.rowsToSettle).toBeUndefined();
  expect(prompt).toBe(FIRST);
});

it("a comparison claims none either", async () => {
  const { prompts } = await comparePrompts({ ...COMMON, model: model(), prompts: [FIRST, OTHER] });
  expect(prompts[1]!.difference!.low).toBeGreaterThan(0.2);
  expect(prompts[1]).toMatchObject({ word: "not shown", oneLabel: { initial: "spam", winner: "ham" } });
});

it("a prompt that tells rows apart is better than one that does not", async () => {
  const knowing = model((content) => content.startsWith("Choose") && /[13579]$/.test(content));
  const { prompts } = await comparePrompts({ ...COMMON, model: knowing, prompts: [FIRST, OTHER] });
  expect(prompts[1]!.word).toBe("better");
  expect(prompts[1]!.oneLabel).toBeUndefined();
});

it("where nearly all rows have one label, a constant may be right", async () => {
  const examples = EXAMPLES.map((row, i) => ({ ...row, label: i % 20 === 0 ? "spam" : "ham" }));
  const { prompts } = await comparePrompts({ ...COMMON, examples, model: model(), prompts: [FIRST, OTHER] });
  expect(prompts[1]!.word).toBe("better");
});
