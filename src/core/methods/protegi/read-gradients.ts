/** Gradients of one parent: asked for, group by group, and those that contradict each other reported. */
import type { CallBudget } from "../../budget.ts";
import { conflictsAmong } from "../../gradients/conflicts.ts";
import { cellsOf } from "../../gradients/groups/confusion.ts";
import type { ErrorGroup } from "../../gradients/groups/group.ts";
import { relevanceTo } from "../../gradients/relevance.ts";
import type { ConflictStrategy } from "../../gradients/strategies.ts";
import { digest } from "../../values/hash.ts";
import type { Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";
import type { Expansion, Read } from "./expansion.ts";

/**
 * The gradients of one group of errors (Algorithm 2 of arXiv 2305.03495, step 3).
 * @param others what else was seen on the minibatch, to find what is true of these errors alone
 */
export async function readGradients(
  { tools, options, parent: { prompt }, round }: Expansion,
  { group, part, others }: { group: ErrorGroup; part: string; others: readonly Observation[] },
  rng: Rng,
  budget: CallBudget,
): Promise<Read[]> {
  const rows = group.errors.map(({ example }) => example.id);
  const cells = cellsOf(group.errors);
  const seen = [...group.errors, ...others];
  const relevanceOf = relevanceTo(group.errors, others, prompt.placeholders);
  const count = options.gradientsPerGroup;
  const texts = await tools.ask({ asked: "gradient", prompt, part, ...group, seen, count, round, rng, budget });
  return texts.map((text, i) => {
    const id = digest(`${prompt.id}\n${text}`, 8);
    const relevance = relevanceOf(text);
    const measured = relevance === undefined ? {} : { relevance };
    tools.report({ type: "gradient", round, parent: prompt.id, id, text, rows, ...measured });
    return { id, text, part, cells, group, seen, rng: rng.fork(`gradient ${i}`), budget };
  });
}

/** Reports every two gradients of the parent that contradict each other, and which of them edits are asked for. */
export function reportConflicts(
  { tools, parent, round }: Expansion,
  groups: readonly (readonly Read[])[],
  strategy: ConflictStrategy,
): void {
  const gradients = groups.flat();
  const aims = strategy.across ? strategy.aims(gradients) : groups.flatMap((own) => strategy.aims(own));
  const aimedAt = new Set(aims.flatMap((aim) => aim.gradients));
  for (const [a, b] of conflictsAmong(gradients)) {
    const kept = [a, b].filter((one) => aimedAt.has(one)).map(({ id }) => id);
    tools.report({ type: "gradient-conflict", round, parent: parent.prompt.id, gradients: [a.id, b.id], kept });
  }
}
