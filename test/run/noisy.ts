/** A task whose model answers some rows now rightly, now wrongly, for the tests of runs. */
import { words } from "../../src/core/values/hash.ts";
import type { OptimizeOptions } from "../../src/jobs/optimize.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { asksForReasons } from "../core/toy.ts";

export type Options = OptimizeOptions<{ text: string; label: string }>;

export const chance = (text: string): number => (words(text, 1)[0]! >>> 0) / 2 ** 32;

/** Right more often the more rules the prompt has; on a third of the rows the answer differs from sample to sample. */
export function pair(onCall: () => void = () => {}) {
  const task = scriptedModel(
    ({ messages, sample }) => {
      onCall();
      const { content } = messages[0]!;
      const [, right] = /which is (yes|no)/.exec(content)!;
      const isNoisy = chance(content.slice(content.indexOf("question"))) < 1 / 3;
      const rules = new Set(content.match(/rule \d/g)).size;
      const isRight = chance(isNoisy ? `${content} ${sample}` : content) < 0.3 + 0.15 * rules;
      return isRight ? right! : right === "yes" ? "no" : "yes";
    },
    { id: "scripted:task" },
  );
  const optimizer = scriptedModel(
    ({ messages, sample }) => {
      onCall();
      const { content } = messages[0]!;
      const rule = `rule ${sample % 4}`;
      const item = asksForReasons(content)
        ? `The prompt does not name ${rule}.`
        : `Answer yes or no. ${content.match(/rule \d/g)?.join(" ") ?? ""} ${rule}`;
      return JSON.stringify({ items: [item, `${item} again`] });
    },
    { id: "scripted:optimizer" },
  );
  return { task, optimizer };
}

export const OPTIONS: Omit<Options, "model"> = {
  prompt: "# Task\nAnswer yes or no.\n\n# Input\n{{text}}",
  examples: Array.from({ length: 160 }, (_, i) => ({
    text: `question ${i} about ${words(`${i}`, 1)[0]!}, which is ${i % 2 === 0 ? "yes" : "no"}`,
    label: i % 2 === 0 ? "yes" : "no",
  })),
  search: { rounds: 2, minibatchSize: 12, errorGroups: 2, maxSuccessors: 3, headroom: false, temperature: 1 },
  selection: { perCandidate: 6 },
  splits: { maxDev: 15, maxTest: 20 },
};
