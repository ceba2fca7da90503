/** Rules of labels: what the writer says of the rows that are missed, each a gradient, and the prompts that hold them. */
import type { CallBudget } from "../../budget.ts";
import type { Candidate, Origin } from "../../candidate.ts";
import { shown, type Example } from "../../example.ts";
import { conflictsAmong } from "../../gradients/conflicts.ts";
import type { Gradient } from "../../gradients/gradient.ts";
import { cellsOf } from "../../gradients/groups/confusion.ts";
import { relevanceTo } from "../../gradients/relevance.ts";
import { digest } from "../../values/hash.ts";
import { nthPart, type Changes } from "../../prompt/prompt.ts";
import type { Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";
import { piecesOf, withRule } from "./pieces.ts";
import { admitted, textOf, type Writer } from "./writer.ts";

/** Rows that a question shows of each side. */
const ROWS = 8;

/** Prompts with one rule more, for the labels that are missed most, in the parts by turns; the first of several has all of these rules. */
export async function writeRules(
  writer: Writer,
  seen: readonly Observation[],
  count: number,
  rng: Rng,
  budget: CallBudget,
): Promise<Candidate[]> {
  const { tools, parent, round } = writer;
  const { prompt } = parent;
  const pieces = new Map(prompt.parts.map(({ name, text }) => [name, piecesOf(text, writer.labels)]));
  /** A label that has a rule gets another one in the same place. */
  const placeOf = (label: string, i: number): string =>
    prompt.parts.find(({ name }) => pieces.get(name)!.rules.has(label))?.name ?? nthPart(prompt, i);
  const pairs = confusions(seen).slice(0, Math.max(1, count));
  const found = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { expected, given, errors } = pairs[i % pairs.length]!;
      const rows = errors.map(({ example }) => example);
      const contrast = given !== undefined && i >= pairs.length;
      const kind: "contrast" | "rule" = contrast ? "contrast" : "rule";
      const own = rng.fork(`rule ${i}`);
      const part = placeOf(expected, i);
      const withLabel = sideOf(writer, rows, (label) => label === expected);
      const withoutLabel = sideOf(writer, [], (label) => (contrast ? label === given : label !== expected));
      const [sentence] = await tools.ask({
        asked: kind,
        prompt,
        part,
        piece: { label: expected, ...(contrast && { otherLabel: given }), withLabel, withoutLabel },
        count: 1,
        round,
        rng: own,
        budget,
      });
      const shownRows = [...withLabel, ...withoutLabel];
      return sentence === undefined ? undefined : { label: expected, sentence, part, errors, shownRows, asked: kind };
    }),
  );
  const written = found.filter((one) => one !== undefined);
  const said = written.map(({ label, sentence, errors, asked }): Gradient => {
    const id = digest(`${prompt.id}\n${label}\n${sentence}`, 8);
    const text = `${label}: ${sentence}`;
    const others = seen.filter((row) => !errors.includes(row));
    const relevance = relevanceTo(errors, others, prompt.placeholders)(text);
    const rows = errors.map(({ example }) => example.id);
    const measured = relevance === undefined ? {} : { relevance };
    tools.report({ type: "gradient", round, parent: prompt.id, id, text, rows, ...measured, asked });
    return { id, text, cells: cellsOf(errors) };
  });
  for (const [a, b] of conflictsAmong(said))
    tools.report({
      type: "gradient-conflict",
      round,
      parent: prompt.id,
      gradients: [a.id, b.id],
      // Each has a prompt of its own; selection decides between them.
      kept: [a.id, b.id],
    });
  const gradients = said.map(({ id }) => id);
  const single = written.map((rule, i) =>
    admitted(writer, changed([rule]), edit(parent, gradients[i]!, [], rule.asked), rule.shownRows),
  );
  const [first, ...others] = gradients;
  const union =
    others.length === 0
      ? []
      : [
          admitted(
            writer,
            changed(written),
            edit(parent, first!, others, written[0]!.asked),
            written.flatMap(({ shownRows }) => shownRows),
          ),
        ];
  return [...union, ...single].filter((one) => one !== undefined);

  /** The parts that get these rules. */
  function changed(rules: typeof written): Changes {
    return Object.fromEntries(
      [...Map.groupBy(rules, ({ part }) => part)].map(([part, own]) => {
        const all = own.reduce((sum, { label, sentence }) => withRule(sum, label, sentence), pieces.get(part)!);
        return [part, textOf(writer, part, all)];
      }),
    );
  }
}

function edit({ prompt }: Candidate, gradient: string, others: readonly string[], asked: "rule" | "contrast"): Origin {
  return { kind: "edit", parent: prompt.id, gradient, ...(others.length > 0 && { others }), asked };
}

/** What was taken for what, the most frequent first. */
function confusions(
  seen: readonly Observation[],
): { readonly expected: string; readonly given: string | undefined; readonly errors: readonly Observation[] }[] {
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
