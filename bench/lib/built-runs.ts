/** Runs built to fail in a known way, one for each failure signature. */
import { optimize, type GroupOptions, type RunResult, type Signature } from "../../src/index.ts";
import type { Model } from "../../src/models/index.ts";
import { rng } from "../../src/core/rng.ts";
import { NO_USAGE } from "../../src/core/model.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { example, runExample } from "./example.ts";

export interface BuiltRun {
  readonly kind: Signature["kind"];
  /** What is wrong with it, by construction. */
  readonly flaw: string;
  run(seed: number): Promise<RunResult>;
}

export const BUILT_RUNS: readonly BuiltRun[] = [
  {
    kind: "degrading",
    flaw: "every note in the prompt helps on train and hurts on dev; dev is read each round",
    run: (seed) => memorize(seed, { rounds: 5, patience: 4 }),
  },
  {
    kind: "degrading",
    flaw: "the same, dev is read at the end only",
    run: (seed) => memorize(seed, { rounds: 5 }),
  },
  {
    kind: "guessing",
    flaw: "1 evaluation for each prompt",
    run: (seed) => runExample(seed, { selection: { perCandidate: 1 } }),
  },
  {
    kind: "repeating",
    flaw: "the optimizer model says the same whatever it is shown",
    run: async (seed) =>
      optimize({
        ...(await example()),
        model: simulatedReviews({ seed }),
        optimizer: parrot(seed),
        seed,
        splits: { seed },
      }),
  },
];

/** Says one vague thing, and writes edits that change answers but do not touch the matter. */
function parrot(seed: number): Model {
  return writer(`parrot:${seed}`, (content, sample, i) =>
    asksForGradients(content)
      ? "The prompt is not clear enough and could be more precise."
      : `Is this review positive or negative? Long texts are harder to read${".".repeat(1 + ((sample + i) % 5))}`,
  );
}

/**
 * Rows of which dev and test are of another kind than train: a prompt answers rows of train the better, and all others the
 * worse, the more notes it has; edits add notes.
 */
function memorize(seed: number, search: GroupOptions["search"] & object): Promise<RunResult> {
  const rows = (kind: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({ text: `${kind} row ${i}`, label: i % 2 === 0 ? "a" : "b" }));
  const answer = (content: string): string => {
    const [, kind, i] = /(old|new) row (\d+)/.exec(content)!;
    const notes = new Set(content.match(/note \d+/g)).size;
    const share = kind === "old" ? 0.5 + 0.08 * notes : 0.8 - 0.08 * notes;
    const right = Number(i) % 2 === 0 ? "a" : "b";
    const wrong = right === "a" ? "b" : "a";
    return rng(seed).fork(`${kind} ${i}`).next() < share ? right : wrong;
  };
  const optimizer = writer(`memory:${seed}`, (content, sample, i) => {
    const note = `note ${Math.floor(1000 * rng(seed).fork(`${sample} ${i} ${content}`).next())}`;
    const known = [...new Set(content.match(/note \d+/g))];
    return asksForGradients(content) ? `It does not name ${note}.` : `a or b? Mind ${[...known, note].join(", ")}.`;
  });
  const model: Model = {
    id: `old-and-new:${seed}`,
    holds: { choice: true, json: true },
    generate: async ({ messages }) => ({ text: answer(messages.at(-1)!.content), finish: "stop", usage: NO_USAGE }),
  };
  return optimize({
    prompt: "# Task\na or b?\n\n# Row\n{{text}}",
    examples: { train: rows("old", 200), dev: rows("new", 150), test: rows("new", 1000).slice(150, 300) },
    model,
    optimizer,
    search,
    seed,
  });
}

/** A model that writes items and answers nothing. */
function writer(id: string, item: (content: string, sample: number, i: number) => string): Model {
  return {
    id,
    holds: { choice: true, json: true },
    async generate({ messages, sample }) {
      const content = messages.at(-1)!.content;
      const items = Array.from({ length: Number(/up to (\d+) reasons/.exec(content)?.[1] ?? 1) }, (_, i) =>
        item(content, sample, i),
      );
      return { text: JSON.stringify({ items }), finish: "stop", usage: NO_USAGE };
    },
  };
}

function asksForGradients(content: string): boolean {
  return content.includes("What in the prompt leads to the wrong answers");
}
