/** A part of examples that the search fills: no prompt is scored by a row that it shows, nor by one that says nearly the same. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearDuplicates } from "../../../../src/core/splitting/near-duplicates.ts";
import { rng, sample, type Rng } from "../../../../src/core/rng.ts";
import { functionModel, optimize, UsageError, type OptimizeOptions, type RunEvent } from "../../../../src/index.ts";

interface Row {
  readonly text: string;
  readonly label: string;
}

const WORDS =
  "amber basin cedar delta ember fjord grove haven inlet jetty knoll lagoon marsh north ocean plain quarry ridge shore tidal upland valley water yonder zephyr birch cliff dune field glade heath island".split(
    " ",
  );
const LABELS = ["yes", "no", "maybe"];

/** Rows of 10 words; some are another one with a word exchanged. */
function rowsOf(count: number, near: number, random: Rng): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < count; i++) {
    const own = random.fork(`row ${i}`);
    const before = rows.at(-1);
    if (before !== undefined && own.next() < near) {
      const words = before.text.split(" ");
      words[Math.floor(own.next() * words.length)] = `odd${i}`;
      rows.push({ text: words.join(" "), label: before.label });
    } else rows.push({ text: sample(WORDS, 10, own).join(" "), label: LABELS[i % LABELS.length]! });
  }
  return rows;
}

const PROMPT = "# Task\nIs it? Say yes, no or maybe.\n\n# Examples\n\n# Input\n{{text}}\n\n# Answer\n";

/** What was sent to the task model: what is under Examples, and the row that was asked about. */
interface Sent {
  readonly shown: string;
  readonly asked: string;
}

async function run(
  examples: readonly Row[],
  own: Partial<OptimizeOptions<Row>> = {},
): Promise<{ readonly sent: Sent[]; readonly events: RunEvent[] }> {
  const sent: Sent[] = [];
  const events: RunEvent[] = [];
  const model = functionModel(
    ({ messages }) => {
      const [, shown, asked] = /# Examples\n([\s\S]*?)\n# Input\n(.*)\n\n# Answer/.exec(messages[0]!.content)!;
      sent.push({ shown: shown!, asked: asked! });
      // Right where a shown row has a word of this one; so more rows are better, and edits are no use.
      const label = examples.find(({ text }) => text === asked)!.label;
      const words = asked!.split(" ").slice(0, 3);
      return words.some((word) => shown!.includes(word)) ? label : "yes";
    },
    `examples:${JSON.stringify(examples).length}`,
  );
  let edits = 0;
  const optimizer = functionModel(
    () =>
      `{"items": ["Is it, in ${["any", "some", "each", "this"][edits++ % 4]} case ${"abcdefgh"[edits % 8]}? Say yes, no or maybe."]}`,
    "writer",
  );
  await optimize({
    prompt: PROMPT,
    examplesPart: "Examples",
    examples,
    label: "label",
    model,
    optimizer,
    search: { rounds: 3, beamWidth: 2, minibatchSize: 8, errorGroups: 1, maxSuccessors: 4, headroom: false },
    selection: { perCandidate: 4 },
    onEvent: (event) => events.push(event),
    ...own,
  });
  return { sent, events };
}

describe("a part of examples", () => {
  it("shows no row that scores the prompt, nor one near to it", async () => {
    const cases = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      count: fc.integer({ min: 60, max: 150 }),
      near: fc.constantFrom(0, 0.2, 0.5),
      method: fc.constantFrom("protegi" as const, "greedy" as const, "demonstrations" as const),
      max: fc.integer({ min: 1, max: 6 }),
    });
    let filled = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, count, near, method, max }) => {
        const rows = rowsOf(count, near, rng(seed));
        const group = nearDuplicates(rows.map(({ text }) => [text]));
        const groupOf = new Map(rows.map(({ text }, i) => [text, group[i]!]));
        const search = {
          method,
          rounds: 2,
          ...(method !== "greedy" && { beamWidth: 2 }),
          ...(method !== "demonstrations" && { minibatchSize: 8, errorGroups: 1 }),
          maxSuccessors: 4,
          headroom: false,
        };
        const { sent } = await run(rows, { seed, search, examplesPart: { section: "Examples", max } });
        for (const { shown, asked } of sent) {
          const inPrompt = rows.filter(({ text }) => shown.includes(text));
          expect(inPrompt.length).toBeLessThanOrEqual(max);
          expect(inPrompt.map(({ text }) => groupOf.get(text))).not.toContain(groupOf.get(asked));
          filled += inPrompt.length > 0 ? 1 : 0;
        }
      }),
      { numRuns: 12, seed: 7 },
    );
    expect(filled).toBeGreaterThan(500);
  });

  it("is changed by half of the successors, half of them edits too, and the instructions by the others", async () => {
    const { events } = await run(rowsOf(120, 0, rng(3)), {
      search: { rounds: 3, beamWidth: 2, maxSuccessors: 8, headroom: false },
    });
    const tried = events.flatMap((event) => (event.type === "candidate" ? [event] : []));
    const examples = tried.filter(({ origin }) => origin.kind === "demonstrations");
    expect(examples.length).toBeGreaterThan(4);
    const both = examples.filter(({ origin }) => origin.kind === "demonstrations" && origin.edit !== undefined);
    expect(both.length).toBeGreaterThan(0);
    expect(both.length).toBeLessThan(examples.length);
    const first = tried.filter(({ round }) => round === 1);
    expect(first.length).toBeLessThanOrEqual(8);
    expect(first.filter(({ origin }) => origin.kind === "demonstrations")).toHaveLength(4);
    for (const { parts, origin } of first) {
      if (origin.kind === "demonstrations") expect(parts["examples"]).toMatch(/^text: .+\nanswer: (yes|no|maybe)/);
      else expect(parts["examples"]).toBe("");
      const isEdited = origin.kind !== "demonstrations" || origin.edit !== undefined;
      expect(parts["task"] !== "Is it? Say yes, no or maybe.").toBe(isEdited);
    }
  });

  it("keeps the words that it has, writes rows as the format says, and scores no prompt by a row that is there", async () => {
    const rows = rowsOf(120, 0, rng(4));
    const own = rows[5]!;
    const { sent } = await run(rows, {
      prompt: PROMPT.replace("# Examples\n", `# Examples\nLook:\n\n${own.text} => ${own.label}\n`),
      examplesPart: { section: "examples", format: "{{text}} => {{answer}}", max: 3 },
    });
    expect(sent.every(({ shown }) => shown.startsWith(`Look:\n\n${own.text} => ${own.label}`))).toBe(true);
    expect(sent.some(({ shown }) => /=> \w+\n\n(?:\w+ ){10}=> (?:yes|no|maybe)\n/.test(shown))).toBe(true);
    expect(sent.some(({ asked }) => asked === own.text)).toBe(false);
  });

  it.each<[string, Partial<OptimizeOptions<Row>>, string]>([
    ["a heading that is not there", { examplesPart: "Shots" }, 'examples: the prompt has no heading "Shots"'],
    [
      "no instructions next to it",
      { prompt: "Judge.\n# Examples\n\n# Input\n{{text}}\n\n# Answer\n" },
      "examples: expected instructions",
    ],
    [
      "a part within another",
      { prompt: "# Task\nJudge {{text}}.\n## Examples\n" },
      'section: the heading "Examples" lies within',
    ],
    [
      "a format without the answer",
      { examplesPart: { section: "Examples", format: "{{text}}" } },
      "examples.format: expected {{answer}}",
    ],
    [
      "a format with no column",
      { examplesPart: { section: "Examples", format: "{{x}} {{answer}}" } },
      "{{x}} is no column",
    ],
    [
      "a method that does not fill it",
      { search: { method: "opro", headroom: false } },
      "examplesPart: the method opro does not read it",
    ],
  ])("refuses %s", async (_, own, message) => {
    const refused = run(rowsOf(60, 0, rng(5)), own);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  it("leaves out rows that would pass for a piece of the prompt", async () => {
    const rows = rowsOf(90, 0, rng(6)).map((row, i) =>
      i % 2 === 0 ? row : { ...row, text: `${row.text} {{text}} # Task` },
    );
    const { sent } = await run(rows);
    expect(sent.some(({ shown }) => shown.includes("answer:"))).toBe(true);
    expect(sent.some(({ shown }) => shown.includes("# Task"))).toBe(false);
  });
});
