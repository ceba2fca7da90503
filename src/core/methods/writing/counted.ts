/** Counts what came of the requests of one expansion, whatever order their replies arrive in. */
import type { Question, Tools } from "../../tools.ts";

/** What was asked for as a whole, and what came of it. */
export interface Written {
  /** Requests for gradients, which ask for up to so many: those whose replies could be read. */
  readonly gradients: { readonly wanted: number; readonly usable: number };
  /** Edits and paraphrases: the prompts that kept the contract and differ from their parents, each text once. */
  readonly prompts: { readonly wanted: number; readonly kept: number };
}

/** Tools that count. A request that was not delivered, or that the budget no longer held, says nothing and is left out. */
export function counting(tools: Tools): { readonly tools: Tools; written(): Written } {
  const gradients = { wanted: 0, usable: 0 };
  let wanted = 0;
  const kept = new Set<string>();

  async function counted<T>(question: Question, items: Promise<readonly T[]>): Promise<readonly T[]> {
    // Cut by the budget, it has no answer of its own; one of the same name was counted when it was made.
    const granted = question.budget.left > 0;
    const replied = await items;
    const answer = granted ? tools.answered(question) : undefined;
    if (answer === undefined) return replied;
    if (question.asked === "gradient") {
      gradients.wanted += 1;
      gradients.usable += answer.read ? 1 : 0;
    } else wanted += answer.wanted;
    return replied;
  }

  return {
    tools: {
      ...tools,
      ask: (question) => counted(question, tools.ask(question)),
      write: (question) => counted(question, tools.write(question)),
      admit(changes, parent, shown, round, asked) {
        const prompt = tools.admit(changes, parent, shown, round, asked);
        if (prompt !== undefined && asked !== undefined) kept.add(prompt.id);
        return prompt;
      },
    },
    written: () => ({ gradients: { ...gradients }, prompts: { wanted, kept: kept.size } }),
  };
}

/** Nothing so far. */
export const NOTHING: Written = { gradients: { wanted: 0, usable: 0 }, prompts: { wanted: 0, kept: 0 } };

export function sumOf(a: Written, b: Written): Written {
  return {
    gradients: {
      wanted: a.gradients.wanted + b.gradients.wanted,
      usable: a.gradients.usable + b.gradients.usable,
    },
    prompts: { wanted: a.prompts.wanted + b.prompts.wanted, kept: a.prompts.kept + b.prompts.kept },
  };
}
