/** The command of a section in other words: plain forms of the bank, and what the writer makes of it in a few words. */
import type { CallBudget } from "../../budget.ts";
import type { Candidate, Origin } from "../../candidate.ts";
import { names } from "../../prompt/contract.ts";
import { nthPart, partText, type Prompt } from "../../prompt/prompt.ts";
import type { Rng } from "../../rng.ts";
import type { Question } from "../../tools.ts";
import { inOrderOf } from "../../values/words.ts";
import { plainForms } from "../writing/bank.ts";
import { bareInput, inputFirst, piecesOf, type Pieces } from "./pieces.ts";
import { admitted, textOf, type Share, type Writer } from "./writer.ts";

/** Words that a command may begin with, by turns: asked for no word, small models repeat one sentence. */
const OPENINGS = ["Classify", "Identify", "Decide", "Label", "Determine", "Choose", "Judge", "Tell"] as const;

/** Prompts that ask in other words, of the parts by turns: plain forms of the bank, and what the writer makes of the command. */
export async function writeCommands(
  writer: Writer,
  { plain, commands }: Pick<Share, "plain" | "commands">,
  rng: Rng,
  budget: CallBudget,
): Promise<Candidate[]> {
  const { tools, parent, round } = writer;
  const { prompt } = parent;
  const own = (i: number): { part: string; pieces: Pieces; labels: readonly string[] } => {
    const { part, pieces } = piecesOfNth(prompt, writer.labels, i);
    return { part, pieces, labels: inOrderOf(writer.labels, pieces.command) };
  };
  const replies = await Promise.all(
    Array.from({ length: commands }, (_, i) =>
      tools.ask({ ...commandQuestion(prompt, writer.labels, i), round, rng: rng.fork(`command ${i}`), budget }),
    ),
  );
  const origin: Origin = { kind: "paraphrase", parent: prompt.id, asked: "shorten" };
  const commanded = replies.flatMap((reply, i) => reply.map((command) => ({ command, ...own(i) })));
  const turns = new Map<string, number>();
  const said = commanded.map(({ command, part, pieces, labels }) => {
    const turn = turns.get(part) ?? 0;
    turns.set(part, turn + 1);
    // Where the input is, before or after the command, matters to small models: both are tried.
    const other = {
      ...(turn % 2 === 0 ? pieces : bareInput(withoutRules(pieces))),
      command: withLabels(command, labels),
    };
    const turned = turn % 3 === 2 ? inputFirst(other, prompt.placeholders) : undefined;
    return admitted(writer, { [part]: turned ?? textOf(writer, part, other) }, origin);
  });
  const written = said.filter((one) => one !== undefined);
  // Plain forms join what the writer says; a search whose writer says nothing of use is to end, not to go on with these alone.
  const count = commands > 0 && written.length === 0 ? 0 : plain;
  const known = Array.from({ length: count }, (_, i) => {
    const { part, pieces, labels } = own(i);
    const turn = Math.floor(i / prompt.parts.length);
    const command = plainForms(labels, prompt.placeholders)[turn];
    if (command === undefined) return undefined;
    const shown = turn % 2 === 0 ? pieces : bareInput(pieces);
    const text = textOf(writer, part, { ...withoutRules(shown), command });
    return admitted(writer, { [part]: text }, { kind: "plain-form", parent: prompt.id });
  });
  return [...known.filter((one) => one !== undefined), ...written];
}

/** Asks for the command of a section in other words: by the number of the question of another part, and with another opening. */
export function commandQuestion(
  prompt: Prompt,
  labels: readonly string[],
  i: number,
): Pick<Question, "asked" | "prompt" | "part" | "piece" | "count"> {
  const { part, pieces } = piecesOfNth(prompt, labels, i);
  const opening = labels.length === 0 ? {} : { opening: OPENINGS[i % OPENINGS.length]! };
  return { asked: "shorten", prompt, part, piece: { instruction: pieces.command, ...opening }, count: 1 };
}

function piecesOfNth(prompt: Prompt, labels: readonly string[], i: number): { part: string; pieces: Pieces } {
  const part = nthPart(prompt, i);
  return { part, pieces: piecesOf(partText(prompt, part), labels) };
}

function withoutRules(pieces: Pieces): Pieces {
  return { ...pieces, rules: new Map() };
}

/** A command that names all labels: where the writer left some out, it is no worse for it. */
function withLabels(command: string, labels: readonly string[]): string {
  if (labels.every((label) => names(command, label))) return command;
  return `${command.replace(/[\s.:;,]+$/, "")}${/[?!]$/.test(command) ? "" : "."} Choices are ${labels.join(" or ")}.`;
}
