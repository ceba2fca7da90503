/**
 * Demonstrations: the words of the prompt stay, and labelled rows of train are added to its first part; which ones is
 * searched by score, as in DSPy's bootstrap with random search (Khattab et al. 2023, arXiv 2310.03714). Asks nothing of
 * the optimizer model. Rows that may be shown are set apart, so that no prompt is judged by a row it shows.
 */
import { headingsIn, placeholdersIn } from "../template.ts";
import type { Propose } from "./beam/proposal.ts";
import type { Candidate } from "../candidate.ts";
import { shown as textOf, type Example } from "../example.ts";
import { nthPart, partText, type Prompt } from "../prompt.ts";
import { sample, shuffle, type Rng } from "../rng.ts";
import type { Task } from "../task.ts";
import type { Tools } from "../tools.ts";
import { beamSearch } from "./beam/beam.ts";
import { planBeam } from "./beam/plan.ts";
import type { Method } from "./method.ts";

/** Most rows that a prompt shows, and most that may be shown at all. */
const MOST_SHOWN = 6;
const MOST_SET_APART = 60;

export const demonstrations: Method = {
  name: "demonstrations",
  about: "adds labelled rows of train to the section, over a beam; the words stay",
  reads: ["rounds", "beamWidth", "patience", "emptyRounds", "maxSuccessors", "selection"],
  search: (options) => async (tools, budget, rng) => {
    const { train, showable } = setApart(tools.task, rng);
    const search = beamSearch((own) => showRows(own, showable, options.maxSuccessors), 0, {
      ...options,
      screenOnErrors: false,
    });
    return search({ ...tools, task: { ...tools.task, train } }, budget, rng);
  },
  plan: (options, sizes) => planBeam({ observed: 0, asked: 0, written: options.maxSuccessors }, options, sizes),
};

/** Rows that may be shown, and the others, by which prompts are judged. */
export function setApart(
  task: Task,
  rng: Rng,
): { readonly train: readonly Example[]; readonly showable: readonly Example[] } {
  const order = shuffle(task.train, rng.fork("set apart"));
  const apart = Math.min(MOST_SET_APART, Math.floor(order.length / 3));
  return { train: order.slice(apart), showable: order.slice(0, apart).filter((row) => isPlain(row, task.prompt)) };
}

/** Whether a row can be in a prompt without passing for a part of it. */
function isPlain(row: Example, prompt: Prompt): boolean {
  const text = asText(row, prompt);
  return placeholdersIn(text).length === 0 && headingsIn(text).length === 0;
}

function asText({ fields, expected }: Example, { placeholders }: Prompt): string {
  const columns = placeholders.map((name) => `${name}: ${(fields[name] ?? "").trim()}`);
  return [...columns, `answer: ${textOf(expected)}`].join("\n");
}

/** Successors that show other rows than their parent, or show rows at all; its words stay. */
export function showRows(tools: Tools, showable: readonly Example[], count: number): Propose {
  const initial = tools.task.prompt;
  const part = nthPart(initial, 0);
  /** What a prompt shows, and its words without that, by its id; kept over the rounds. */
  const shown = new Map<string, { readonly words: string; readonly rows: readonly Example[] }>();
  return async ({ parent: { prompt: parent }, round, rng }) => {
    const { words, rows: own } = shown.get(parent.id) ?? { words: partText(parent, part), rows: [] };
    const successors: Candidate[] = [];
    for (let i = 0; i < count; i++) {
      const rows = varied(own, rng.fork(`rows ${i}`));
      const text = [words, "For example:", ...rows.map((row) => asText(row, initial))].join("\n\n");
      // The rows are meant to be copied, so none counts as shown.
      const prompt = rows.length === 0 ? undefined : tools.admit({ [part]: text }, initial, [], round);
      if (prompt === undefined) continue;
      shown.set(prompt.id, { words, rows });
      successors.push({ prompt, origin: { kind: "demonstrations", parent: parent.id }, round });
    }
    return { successors, seen: [] };
  };

  /** Other rows than these: one more, one exchanged, or one less; drawn again where there are none. */
  function varied(rows: readonly Example[], rng: Rng): readonly Example[] {
    const others = shuffle(
      showable.filter((row) => !rows.includes(row)),
      rng.fork("others"),
    );
    if (rows.length === 0) return others.slice(0, 1 + Math.floor(rng.next() * MOST_SHOWN));
    const change = rng.next();
    const kept = change < 0.4 && rows.length < MOST_SHOWN ? rows : sample(rows, rows.length - 1, rng.fork("kept"));
    return change < 0.8 ? [...kept, ...others.slice(0, 1)] : kept;
  }
}
