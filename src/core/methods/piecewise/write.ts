/** What the writer says piece by piece, and the prompts that the program makes of it. */
import type { CallBudget } from "../../budget.ts";
import { askedFor, type Candidate, type Origin } from "../../candidate.ts";
import { shown, type Example } from "../../example.ts";
import { digest } from "../../hash.ts";
import { nthPart, partText } from "../../prompt.ts";
import type { Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";
import type { Tools } from "../../tools.ts";
import { plainForms } from "../writing/bank.ts";
import { inputFirst, piecesOf, sectionOf, withRule, type Pieces } from "./pieces.ts";

/** What all pieces of one parent share. */
export interface Writer {
  readonly tools: Tools;
  readonly labels: readonly string[];
  readonly parent: Candidate;
  readonly round: number;
  /** Train in the order in which rows of a label are shown. */
  readonly rows: readonly Example[];
}

/** Rows that a question shows of each side. */
const ROWS = 8;

/** How many successors of each kind one parent gets. */
export interface Share {
  readonly plain: number;
  readonly commands: number;
  readonly rules: number;
}

/** Short forms come first: half of the successors say the command in other words, of the initial prompt some in plain forms. */
export function shareOf(most: number, { round }: Candidate, labels: readonly string[]): Share {
  if (labels.length === 0) return { plain: 0, commands: most, rules: 0 };
  const plain = round === 0 ? Math.ceil(most / 4) : 0;
  const commands = Math.ceil((most - plain) / 2);
  return { plain, commands, rules: most - plain - commands };
}

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
      const { expected, given, rows } = pairs[i % pairs.length]!;
      const contrast = given !== undefined && i >= pairs.length;
      const kind: "contrast" | "rule" = contrast ? "contrast" : "rule";
      const own = rng.fork(`rule ${i}`);
      const [sentence] = await tools.ask({
        asked: kind,
        prompt: parent.prompt,
        part,
        piece: {
          label: expected,
          ...(contrast && { otherLabel: given }),
          withLabel: sideOf(writer, [...rows], (label) => label === expected),
          withoutLabel: sideOf(writer, [], (label) => (contrast ? label === given : label !== expected)),
        },
        count: 1,
        round,
        rng: own,
        budget,
      });
      return sentence === undefined ? undefined : { label: expected, sentence, rows, asked: kind };
    }),
  );
  const written = found.filter((one) => one !== undefined);
  const pieces = piecesOf(partText(parent.prompt, part), writer.labels);
  const gradients = written.map(({ label, sentence, rows, asked }) => {
    const id = digest(`${parent.prompt.id}\n${label}\n${sentence}`, 8);
    const text = `${label}: ${sentence}`;
    tools.report({ type: "gradient", round, parent: parent.prompt.id, id, text, rows: rows.map((row) => row.id), asked });
    return id;
  });
  const single = written.map(({ label, sentence, asked }, i) =>
    made(writer, withRule(pieces, label, sentence), edit(parent, gradients[i]!, [], asked)),
  );
  const [first, ...others] = gradients;
  const all = written.reduce((sum, { label, sentence }) => withRule(sum, label, sentence), pieces);
  const union = others.length === 0 ? [] : [made(writer, all, edit(parent, first!, others, written[0]!.asked))];
  return [...union, ...single].filter((one) => one !== undefined);
}

/** Prompts that ask in other words: plain forms of the bank, and what the writer makes of the command. */
export async function writeCommands(
  writer: Writer,
  { plain, commands }: Pick<Share, "plain" | "commands">,
  rng: Rng,
  budget: CallBudget,
): Promise<Candidate[]> {
  const { tools, labels, parent, round } = writer;
  const { prompt } = parent;
  const part = nthPart(prompt, 0);
  const pieces = piecesOf(partText(prompt, part), labels);
  const replies = await Promise.all(
    Array.from({ length: commands }, (_, i) => {
      const piece = { instruction: pieces.command };
      return tools.ask({
        asked: "shorten",
        prompt,
        part,
        piece,
        count: 1,
        round,
        rng: rng.fork(`command ${i}`),
        budget,
      });
    }),
  );
  const bare: Pieces = { ...pieces, rules: new Map() };
  const origin: Origin = { kind: "paraphrase", parent: prompt.id, asked: "shorten" };
  const said = replies.flat().map((command, i) => {
    // Where the input is, before or after the command, matters to small models: both are tried.
    const other = { ...(i % 2 === 0 ? pieces : bare), command };
    const turned = i % 3 === 2 ? inputFirst(other, prompt.placeholders) : undefined;
    return turned === undefined ? made(writer, other, origin) : admitted(writer, turned, origin);
  });
  const forms = plainForms(labels, prompt.placeholders).slice(0, plain);
  const known = forms.map((command) => made(writer, { ...bare, command }, { kind: "plain-form", parent: prompt.id }));
  return [...known, ...said].filter((one) => one !== undefined);
}

function made(writer: Writer, pieces: Pieces, origin: Origin): Candidate | undefined {
  const { prompt } = writer.parent;
  const own = prompt.placeholders.filter((name) => partText(prompt, nthPart(prompt, 0)).includes(name));
  return admitted(writer, sectionOf(pieces, own), origin);
}

function admitted({ tools, parent, round }: Writer, text: string, origin: Origin): Candidate | undefined {
  const prompt = tools.admit({ [nthPart(parent.prompt, 0)]: text }, parent.prompt, [], round, askedFor(origin));
  return prompt && { prompt, origin, round };
}

function edit(
  { prompt }: Candidate,
  gradient: string,
  others: readonly string[],
  asked: "rule" | "contrast",
): Origin {
  return { kind: "edit", parent: prompt.id, gradient, ...(others.length > 0 && { others }), asked };
}

/** What was taken for what, the most frequent first. */
function confusions(
  seen: readonly Observation[],
): { readonly expected: string; readonly given: string | undefined; readonly rows: readonly Example[] }[] {
  const errors = seen.filter(({ correct }) => !correct);
  const pairs = Map.groupBy(errors, ({ example, predicted, invalid }) =>
    JSON.stringify([shown(example.expected), invalid ? null : shown(predicted)]),
  );
  return [...pairs.values()]
    .toSorted((a, b) => b.length - a.length)
    .map((rows) => ({
      expected: shown(rows[0]!.example.expected),
      given: rows[0]!.invalid ? undefined : shown(rows[0]!.predicted),
      rows: rows.map(({ example }) => example),
    }));
}

/** A few rows of a side: errors first, since they are what the present prompt does not say. */
function sideOf({ rows }: Writer, first: readonly Example[], holds: (label: string) => boolean): Example[] {
  const more = rows.filter((row) => holds(shown(row.expected)) && !first.includes(row));
  return [...first.slice(0, ROWS / 2), ...more].slice(0, ROWS);
}
