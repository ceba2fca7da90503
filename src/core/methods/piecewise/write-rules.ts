/** Rules of labels: what the writer says of the rows that are missed, each a gradient, and the prompts that hold them. */
import type { CallBudget } from "../../budget.ts";
import type { Candidate, Origin } from "../../candidate.ts";
import { shown, type Example } from "../../example.ts";
import { conflictsAmong } from "../../gradients/conflicts.ts";
import type { Gradient } from "../../gradients/gradient.ts";
import { cellsOf } from "../../gradients/groups/confusion.ts";
import { relevanceTo } from "../../gradients/relevance.ts";
import { digest } from "../../values/hash.ts";
import { nthPart, type Changes, type Prompt } from "../../prompt/prompt.ts";
import type { Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";
import { piecesOf, withRule, type Pieces } from "./pieces.ts";
import { admitted, textOf, type Writer } from "./writer.ts";

/** Rows that a question shows of each side. */
const ROWS = 8;

/** A sentence about a label, which is a gradient of the parent. */
interface Rule {
  readonly label: string;
  readonly sentence: string;
  /** The part that it belongs in. */
  readonly part: string;
  /** The rows that are missed. */
  readonly errors: readonly Observation[];
  readonly shownRows: readonly Example[];
  readonly asked: "rule" | "contrast";
}

/** The pieces of each part, by its name. */
type PiecesByPart = ReadonlyMap<string, Pieces>;

/** Prompts with one rule more, for the labels that are missed most, in the parts by turns; the first of several has all of these rules. */
export async function writeRules(
  writer: Writer,
  seen: readonly Observation[],
  count: number,
  rng: Rng,
  budget: CallBudget,
): Promise<Candidate[]> {
  const { prompt } = writer.parent;
  const pieces = new Map(prompt.parts.map(({ name, text }) => [name, piecesOf(text, writer.labels)]));
  const pairs = confusions(seen).slice(0, Math.max(1, count));
  const asked = await Promise.all(
    Array.from({ length: count }, (_, i) => {
      const pair = pairs[i % pairs.length]!;
      const question = { part: placeOf(prompt, pieces, pair.expected, i), contrasts: i >= pairs.length };
      return askForRule(writer, pair, question, rng.fork(`rule ${i}`), budget);
    }),
  );
  const rules = asked.filter((rule) => rule !== undefined);
  const gradients = reportGradients(writer, rules, seen);
  return promptsWith(writer, pieces, rules, gradients);
}

/** A label that has a rule gets another one in the same place. */
function placeOf(prompt: Prompt, pieces: PiecesByPart, label: string, turn: number): string {
  return prompt.parts.find(({ name }) => pieces.get(name)!.rules.has(label))?.name ?? nthPart(prompt, turn);
}

/** What the writer says of the rows that are missed, next to rows of the label given or of any other one; undefined where it says nothing of use. */
async function askForRule(
  writer: Writer,
  { expected, given, errors }: Confused,
  { part, contrasts }: { readonly part: string; readonly contrasts: boolean },
  rng: Rng,
  budget: CallBudget,
): Promise<Rule | undefined> {
  const { tools, parent, round } = writer;
  const rows = errors.map(({ example }) => example);
  const contrast = given !== undefined && contrasts;
  const asked = contrast ? "contrast" : "rule";
  const withLabel = sideOf(writer, rows, (label) => label === expected);
  const withoutLabel = sideOf(writer, [], (label) => (contrast ? label === given : label !== expected));
  const [sentence] = await tools.ask({
    asked,
    prompt: parent.prompt,
    part,
    piece: { label: expected, ...(contrast && { otherLabel: given }), withLabel, withoutLabel },
    count: 1,
    round,
    rng,
    budget,
  });
  if (sentence === undefined) return undefined;
  return { label: expected, sentence, part, errors, shownRows: [...withLabel, ...withoutLabel], asked };
}

/** Reports the rules as gradients, and which of them contradict each other; the ids of the gradients. */
function reportGradients(
  { tools, parent: { prompt }, round }: Writer,
  rules: readonly Rule[],
  seen: readonly Observation[],
): string[] {
  const gradients = rules.map(({ label, sentence, errors, asked }): Gradient => {
    const id = digest(`${prompt.id}\n${label}\n${sentence}`, 8);
    const text = `${label}: ${sentence}`;
    const others = seen.filter((row) => !errors.includes(row));
    const relevance = relevanceTo(errors, others, prompt.placeholders)(text);
    const rows = errors.map(({ example }) => example.id);
    const measured = relevance === undefined ? {} : { relevance };
    tools.report({ type: "gradient", round, parent: prompt.id, id, text, rows, ...measured, asked });
    return { id, text, cells: cellsOf(errors) };
  });
  for (const [a, b] of conflictsAmong(gradients)) {
    // Each has a prompt of its own; selection decides between them.
    const both: [string, string] = [a.id, b.id];
    tools.report({ type: "gradient-conflict", round, parent: prompt.id, gradients: both, kept: both });
  }
  return gradients.map(({ id }) => id);
}

/** A prompt with all of these rules, where there are several, and one for each. */
function promptsWith(
  writer: Writer,
  pieces: PiecesByPart,
  rules: readonly Rule[],
  gradients: readonly string[],
): Candidate[] {
  const { parent } = writer;
  const single = rules.map((rule, i) =>
    admitted(writer, changed([rule]), edit(parent, gradients[i]!, [], rule.asked), rule.shownRows),
  );
  const [first, ...others] = gradients;
  const union =
    others.length === 0
      ? []
      : [
          admitted(
            writer,
            changed(rules),
            edit(parent, first!, others, rules[0]!.asked),
            rules.flatMap(({ shownRows }) => shownRows),
          ),
        ];
  return [...union, ...single].filter((one) => one !== undefined);

  /** The parts that get these rules. */
  function changed(some: readonly Rule[]): Changes {
    return Object.fromEntries(
      [...Map.groupBy(some, ({ part }) => part)].map(([part, own]) => {
        const all = own.reduce((sum, { label, sentence }) => withRule(sum, label, sentence), pieces.get(part)!);
        return [part, textOf(writer, part, all)];
      }),
    );
  }
}

function edit({ prompt }: Candidate, gradient: string, others: readonly string[], asked: "rule" | "contrast"): Origin {
  return { kind: "edit", parent: prompt.id, gradient, ...(others.length > 0 && { others }), asked };
}

/** One label that was taken for another one. */
interface Confused {
  readonly expected: string;
  /** Undefined where answers could not be read. */
  readonly given: string | undefined;
  readonly errors: readonly Observation[];
}

/** What was taken for what, the most frequent first. */
function confusions(seen: readonly Observation[]): Confused[] {
  const errors = seen.filter(({ correct }) => !correct);
  const pairs = Map.groupBy(errors, ({ example, predicted, invalid }) =>
    JSON.stringify([shown(example.expected), invalid ? null : shown(predicted)]),
  );
  return [...pairs.values()]
    .toSorted((a, b) => b.length - a.length)
    .map((own) => ({
      expected: shown(own[0]!.example.expected),
      given: own[0]!.invalid ? undefined : shown(own[0]!.predicted),
      errors: own,
    }));
}

/** A few rows of a side: errors first, since they are what the present prompt does not say. */
function sideOf({ rows }: Writer, first: readonly Example[], holds: (label: string) => boolean): Example[] {
  const more = rows.filter((row) => holds(shown(row.expected)) && !first.includes(row));
  return [...first.slice(0, ROWS / 2), ...more].slice(0, ROWS);
}
