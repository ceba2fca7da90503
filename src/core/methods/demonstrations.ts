/**
 * Demonstrations: the words of the prompt stay, and labelled rows of train are added to its first part; which ones is
 * searched by score, as in DSPy's bootstrap with random search (Khattab et al. 2023, arXiv 2310.03714). Asks nothing of
 * the optimizer model. Rows that may be shown are set apart, so that no prompt is judged by a row it shows. Where the prompt has
 * a part of examples, the rows go there, and are those that the task has set aside.
 */
import { headingsIn, placeholdersIn } from "../prompt/template.ts";
import type { Propose } from "./beam/proposal.ts";
import type { Candidate } from "../candidate.ts";
import { shown as textOf, type Example } from "../example.ts";
import type { ExamplesPart } from "../prompt/examples-part.ts";
import { nthPart, partText, type Prompt } from "../prompt/prompt.ts";
import { shuffle, type Rng } from "../rng.ts";
import type { Task } from "../task.ts";
import type { Tools } from "../tools.ts";
import { beamSearch } from "./beam/beam.ts";
import { planBeam } from "./beam/plan.ts";
import { otherRows } from "./examples/other-rows.ts";
import { showingOthers } from "./examples/with-examples.ts";
import type { Method } from "./method.ts";
import { inputStart } from "./piecewise/pieces.ts";

/** Most rows that a prompt shows, and most that may be shown at all. */
const MOST_SHOWN = 6;
const MOST_SET_APART = 60;

export const demonstrations: Method = {
  name: "demonstrations",
  about: "adds labelled rows of train to the section, over a beam; the words stay",
  reads: ["rounds", "beamWidth", "patience", "emptyRounds", "maxSuccessors", "selection", "examples"],
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

/** Rows that may be shown, and the others, by which prompts are judged; where the prompt has a part of examples, as the task has them. */
export function setApart(
  task: Task,
  rng: Rng,
): { readonly train: readonly Example[]; readonly showable: readonly Example[] } {
  if (task.examples !== undefined) return { train: task.train, showable: task.examples.rows };
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
  const { prompt: initial, examples } = tools.task;
  if (examples !== undefined) return showInPart(tools, examples, count);
  const part = nthPart(initial, 0);
  /** What a prompt shows, and its words without that, by its id; kept over the rounds. */
  const shown = new Map<string, { readonly words: string; readonly rows: readonly Example[] }>();
  return async ({ parent: { prompt: parent }, round, rng }) => {
    const { words, rows: own } = shown.get(parent.id) ?? { words: partText(parent, part), rows: [] };
    const successors: Candidate[] = [];
    for (let i = 0; i < count; i++) {
      const rows = otherRows(own, { rows: showable, most: MOST_SHOWN }, rng.fork(`rows ${i}`));
      const text = withRows(
        words,
        rows.map((row) => asText(row, initial)),
      );
      // The rows are meant to be copied, so none counts as shown.
      const prompt = rows.length === 0 ? undefined : tools.admit({ [part]: text }, initial, [], round);
      if (prompt === undefined) continue;
      shown.set(prompt.id, { words, rows });
      successors.push({ prompt, origin: { kind: "demonstrations", parent: parent.id }, round });
    }
    return { successors, seen: [] };
  };
}

/** The words with these rows: in front of the input, since a model goes on from the end of its prompt; at the end where they show none. */
function withRows(words: string, rows: readonly string[]): string {
  const lines = words.split("\n");
  const start = inputStart(lines);
  const [before, input] = [lines.slice(0, start), lines.slice(start)].map((some) => some.join("\n").trim());
  return [before, "For example:", ...rows, input].filter((text) => text !== "").join("\n\n");
}

/** Successors that show other rows in the part of examples. */
function showInPart(tools: Tools, examples: ExamplesPart, count: number): Propose {
  return async ({ parent, round, rng }) => {
    const children = Array.from({ length: count }, (_, i) =>
      showingOthers(tools, examples, { parent, of: parent, seen: [], round }, rng.fork(`rows ${i}`)),
    );
    return { successors: children.filter((child) => child !== undefined), seen: [] };
  };
}
