/** Successors of one parent: edits against its gradients, and paraphrases of both (Algorithm 2 of arXiv 2305.03495, steps 4 and 5). */
import type { CallBudget } from "../../budget.ts";
import { askedFor, type Candidate, type Origin } from "../../candidate.ts";
import type { Aim } from "../../gradients/strategies.ts";
import { nthPart, type Changes } from "../../prompt/prompt.ts";
import type { Rng } from "../../rng.ts";
import { paraphraseStream } from "../../streams.ts";
import type { Observation } from "../../task.ts";
import type { Expansion, Read } from "./expansion.ts";

/** The edits that correct what one aim names, and their paraphrases. */
export async function writeEdits(
  expansion: Expansion,
  { texts, gradients }: Aim<Read>,
  budget: CallBudget,
): Promise<Candidate[]> {
  const { tools, options, parent, round } = expansion;
  const { prompt } = parent;
  const [{ id, group, seen, part, rng }] = gradients;
  const others = [...new Set(gradients.map((other) => other.id))].filter((other) => other !== id);
  const origin: Origin = { kind: "edit", parent: prompt.id, gradient: id, ...(others.length > 0 && { others }) };
  const question = { asked: "edit", prompt, part, ...group, seen, gradient: texts, round, rng, budget } as const;
  const written = await tools.write({ ...question, count: options.editsPerGradient });
  const edits = admitted(expansion, written, parent, origin, [...group.errors, ...group.correct]);
  const reworded = edits.map((edit, i) => {
    const share = budget.reserve(options.paraphrasesPerPrompt);
    return writeParaphrases(expansion, edit, part, rng.fork(`edit ${i}`), share);
  });
  return [...edits, ...(await Promise.all(reworded)).flat()];
}

/** The Monte Carlo successors: the same meaning in other words, of one part or, where none is named, of the parts in turn. */
export async function writeParaphrases(
  expansion: Expansion,
  of: Candidate,
  part: string | undefined,
  rng: Rng,
  budget: CallBudget,
): Promise<Candidate[]> {
  const { tools, options, round } = expansion;
  const { prompt, origin } = of;
  const edit = origin.kind === "edit" && of.round === round ? { edit: origin } : {};
  const written = await Promise.all(
    Array.from({ length: options.paraphrasesPerPrompt }, (_, i) => {
      const about = { prompt, part: part ?? nthPart(prompt, i), rng: paraphraseStream(rng, i) };
      return tools.write({ asked: "paraphrase", ...about, count: 1, round, budget });
    }),
  );
  return admitted(expansion, written.flat(), of, { kind: "paraphrase", parent: prompt.id, ...edit }, []);
}

/** What was written, as far as it keeps the contract. */
function admitted(
  { tools, round }: Expansion,
  written: readonly Changes[],
  { prompt: parent }: Candidate,
  origin: Origin,
  shown: readonly Observation[],
): Candidate[] {
  return written
    .map((changes) => tools.admit(changes, parent, shown, round, askedFor(origin)))
    .filter((prompt) => prompt !== undefined)
    .map((prompt): Candidate => ({ prompt, origin, round }));
}
