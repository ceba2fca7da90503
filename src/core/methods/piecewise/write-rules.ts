/** Rules of labels: what the writer says of the rows that are missed, each a gradient, and the prompts that hold them. */
import type { CallBudget } from "../../budget.ts";
import type { Candidate, Origin } from "../../candidate.ts";
import { shown, type Example } from "../../example.ts";
import { conflictsAmong } from "../../gradients/conflicts.ts";
import type { Gradient } from "../../gradients/gradient.ts";
import { cellsOf } from "../../gradients/groups/confusion.ts";
import { relevanceTo } from "../../gradients/relevance.ts";
import { digest } from "../../hash.ts";
import { nthPart, partText } from "../../prompt.ts";
import type { Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";
import { piecesOf, withRule } from "./pieces.ts";
import { made, type Writer } from "./writer.ts";

/** Rows that a question shows of each side. */
const ROWS = 8;

/** Prompts with one rule more, for the labels that are missed most; the last of several has all of these rules. */
export async function writeRules(
  writer: Writer,
  seen: readonly Observation[],
  count: number,
  rng: Rng,
  budget: CallBudget,
): Promise<Candidate[]> {
  const { tools, parent, round } = writer;
  const part = nthPart(parent.prompt, 0);
  const pairs = confusions(seen).slice(0, Math.max(1, count));
  const found = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { expected, given, errors } = pairs[i % pairs.length]!;
      const rows = errors.map(({ example }) => example);
      const contrast = given !== undefined && i >= pairs.length;
      const kind: "contrast" | "rule" = contrast ? "contrast" : "rule";
      const own = rng.fork(`rule ${i}`);
      const withLabel = sideOf(writer, rows, (label) => label === expected);
      const withoutLabel = sideOf(writer, [], (label) => (contrast ? label === given : label !== expected));
      const [sentence] = await tools.ask({
        asked: kind,
        prompt: parent.prompt,
        part,
        piece: { label: expected, ...(contrast && { otherLabel: given }), withLabel, withoutLabel },
        count: 1,
        round,
        rng: own,
        budget,
      });
      const shownRows = [...withLabel, ...withoutLabel];
      return sentence === undefined ? undefined : { label: expected, sentence, errors, shownRows, asked: kind };
    }),
  );
  const written = found.filter((one) => one !== undefined);
  const pieces = piecesOf(partText(parent.prompt, part), writer.labels);
  const said = written.map(({ label, sentence, errors, asked }): Gradient => {
    const id = digest(`${parent.prompt.id}\n${label}\n${sentence}`, 8);
    const text = `${label}: ${sentence}`;
    const others = seen.filter((row) => !errors.includes(row));
    const relevance = relevanceTo(errors, others, parent.prompt.placeholders)(text);
    const rows = errors.map(({ example }) => example.id);
    const measured = relevance === undefined ? {} : { relevance };
    tools.report({ type: "gradient", round, parent: parent.prompt.id, id, text, rows, ...measured, asked });
    return { id, text, cells: cellsOf(errors) };
  });
  for (const [a, b] of conflictsAmong(said))
    tools.report({
      type: "gradient-conflict",
      round,
      parent: parent.prompt.id,
      gradients: [a.id, b.id],
      // Each has a prompt of its own; selection decides between them.
      kept: [a.id, b.id],
    });
  const gradients = said.map(({ id }) => id);
  const single = written.map(({ label, sentence, shownRows, asked }, i) =>
    made(writer, withRule(pieces, label, sentence), edit(parent, gradients[i]!, [], asked), shownRows),
  );
  const [first, ...others] = gradients;
  const all = written.reduce((sum, { label, sentence }) => withRule(sum, label, sentence), pieces);
  const union =
    others.length === 0
      ? []
      : [
          made(
            writer,
            all,
            edit(parent, first!, others, written[0]!.asked),
            written.flatMap(({ shownRows }) => shownRows),
          ),
        ];
  return [...union, ...single].filter((one) => one !== undefined);
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
