/** One prompt or one gradient of a run in full: `protegi show --prompt P3`, `protegi show --gradient G7`. */
import type { Origin } from "../../core/candidate.ts";
import { UsageError } from "../../core/errors.ts";
import { parsePrompt, shownMessages, type Changes } from "../../core/prompt/prompt.ts";
import type { Estimate } from "../../core/stats/estimate.ts";
import { score, signed, withInterval } from "../../core/values/words.ts";
import type { GradientQuality } from "../../facts/gradients.ts";
import type { Names } from "../../facts/names.ts";
import type { RunSummary } from "../../facts/rounds.ts";
import { wrapped } from "../../report/fit.ts";
import { childLine } from "../../report/gradients.ts";
import { indented } from "../../report/table.ts";
import { resultOf } from "../../run/result.ts";
import type { RunRecord } from "../../stores/store.ts";
import type { Terminal } from "../terminal.ts";

/** A prompt of a run. */
export interface PromptFacts {
  readonly run: string;
  /** Such as P3. */
  readonly name: string;
  readonly id: string;
  /** The round in which it was written; 0 for the initial prompt. */
  readonly round: number;
  readonly origin: Origin;
  /** In a sentence: what it was written from. */
  readonly written: string;
  /** The whole prompt; absent for one whose parts alone are stored. */
  readonly text?: string;
  /** The texts of its parts that may change; absent for the initial prompt. */
  readonly parts?: Changes;
  /** By the last selection that it entered and was kept in. */
  readonly train?: Estimate;
  readonly dev?: Estimate;
}

/** A gradient of a run, as often as it was written. */
export interface GradientFacts {
  readonly run: string;
  /** Such as G7. */
  readonly name: string;
  readonly id: string;
  readonly text: string;
  /** One for each round that brought it. */
  readonly rounds: readonly GradientQuality[];
}

/** @throws UsageError when the run has no such prompt */
export function promptFacts(run: RunRecord, summary: RunSummary, names: Names, wanted: string): PromptFacts {
  const id = idOf(wanted, names.prompts, "prompt");
  const { initial, prompts, rounds } = summary;
  const own = prompts[id];
  const origin: Origin = own?.origin ?? { kind: "initial" };
  const ranked = resultOf(run)?.candidates.find((one) => one.id === id);
  const text =
    id === initial?.id ? initial.text : ranked === undefined ? wholeText(summary, id) : shownMessages(ranked.messages);
  const kept = rounds.findLast(({ beam }) => beam.some((one) => one.id === id))?.beam.find((one) => one.id === id);
  const dev = ranked?.dev ?? kept?.dev;
  return {
    run: run.id,
    name: names.prompt(id),
    id,
    round: own?.round ?? 0,
    origin,
    written: writtenFrom(origin, names),
    ...(text !== undefined && { text }),
    ...(own && { parts: own.parts }),
    ...(kept && { train: kept.estimate }),
    ...(dev && { dev }),
  };
}

/** The prompt as the parts that were written make it of the initial one; undefined where that is not this prompt. */
function wholeText({ initial, prompts }: RunSummary, id: string): string | undefined {
  const parts = prompts[id]?.parts;
  if (initial === undefined || parts === undefined) return undefined;
  const first = parsePrompt(initial.text);
  if (Object.keys(parts).some((name) => !first.parts.some((part) => part.name === name))) return undefined;
  const whole = first.withParts(parts);
  return whole.id === id ? whole.text : undefined;
}

/** @throws UsageError when the run has no such gradient */
export function gradientFacts(run: RunRecord, { rounds }: RunSummary, names: Names, wanted: string): GradientFacts {
  const id = idOf(wanted, names.gradients, "gradient");
  const found = rounds.flatMap(({ gradients }) => gradients.filter((gradient) => gradient.id === id));
  const [first] = found;
  if (first === undefined)
    throw new UsageError("--gradient", `${wanted} was withdrawn when the run was resumed`, "See: protegi show");
  return { run: run.id, name: names.gradient(id), id, text: first.text, rounds: found };
}

export function promptScreen(terminal: Terminal, facts: PromptFacts): string[] {
  const { name, id, round, written, text, parts = {}, train, dev } = facts;
  const { width } = terminal;
  const scores = [
    ...(train === undefined ? [] : [`train ${withInterval(train)} on ${train.n} rows`]),
    ...(dev === undefined ? [] : [`dev ${withInterval(dev)} on ${dev.n} rows`]),
  ];
  return [
    ...wrapped(`${name} (${id})${round === 0 ? "" : `, round ${round}`}: ${written}`, width).map((line) =>
      terminal.bold(line),
    ),
    ...(scores.length === 0 ? [] : wrapped(`Score, with 95% intervals: ${scores.join("; ")}`, width)),
    "",
    ...(text === undefined ? Object.entries(parts).flatMap(partLines) : block(text)),
  ];

  function partLines([part, content]: [string, string], index: number): string[] {
    const title = Object.keys(parts).length === 1 ? "The part that changed" : `The part "${part}"`;
    return [...(index === 0 ? [] : [""]), terminal.dim(`${title}:`), ...block(content)];
  }

  function block(content: string): string[] {
    return wrapped(indented(content.trimEnd()), width, "");
  }
}

export function gradientScreen(terminal: Terminal, { name, id, text, rounds }: GradientFacts, names: Names): string[] {
  const { width } = terminal;
  return [
    ...wrapped(`${name} (${id})`, width).map((line) => terminal.bold(line)),
    ...wrapped(indented(text), width, ""),
    ...rounds.flatMap(({ round, parent, rows, relevance, consistency, children }) => [
      "",
      ...wrapped(
        `Round ${round}, on ${names.prompt(parent)}, from ${rows.length} ${rows.length === 1 ? "error" : "errors"}: ${rows.join(", ")}`,
        width,
      ),
      ...(relevance === undefined
        ? []
        : wrapped(`  relevance ${signed(relevance)}: about 0 if it would fit any row`, width)),
      ...(consistency === undefined
        ? []
        : wrapped(`  consistency ${score(consistency)}: how alike the gradients of its request are`, width)),
      ...(children.length === 0
        ? ["  No prompt that was written against it entered selection."]
        : ["  Prompts written against it, with their gain; + marks what selection kept:"].flatMap((line) =>
            wrapped(line, width),
          )),
      ...children.flatMap((child) => wrapped(childLine(child, names), width)),
    ]),
  ];
}

/** What a prompt was written from, in words. */
function writtenFrom(origin: Origin, names: Names): string {
  switch (origin.kind) {
    case "initial":
      return "the initial prompt";
    case "added":
      return "added by a person";
    case "edit":
      return `edit of ${names.prompt(origin.parent)} against ${[origin.gradient, ...(origin.others ?? [])].map((id) => names.gradient(id)).join(", ")}`;
    case "paraphrase":
      return `${names.prompt(origin.parent)} in other words`;
    case "rewrite":
      return `written from scratch, in view of ${names.prompt(origin.parent)}`;
    case "plain-form":
      return `a plain form of ${names.prompt(origin.parent)}`;
    case "phrase-edit":
      return `${names.prompt(origin.parent)} with one phrase changed`;
    case "crossover":
      return `${names.prompt(origin.parent)} combined with ${names.prompt(origin.other)}`;
    case "demonstrations":
      return `${names.prompt(origin.parent)} with other rows shown${origin.edit === undefined ? "" : `, and an edit against ${names.gradient(origin.edit.gradient)}`}`;
  }
}

/** The id that a name, an id or the beginning of an id stands for. */
function idOf(wanted: string, ids: Readonly<Record<string, string>>, what: "prompt" | "gradient"): string {
  const named = ids[wanted.toUpperCase()];
  if (named !== undefined) return named;
  const found = Object.values(ids).filter((id) => wanted !== "" && id.startsWith(wanted));
  if (found.length === 1) return found[0]!;
  const known = Object.keys(ids);
  throw new UsageError(
    `--${what}`,
    found.length > 1 ? `${wanted} begins the ids of ${found.length} ${what}s` : `this run has no ${what} ${wanted}`,
    known.length === 0 ? `It has no ${what}s.` : `It has ${known[0]}${known.length > 1 ? ` to ${known.at(-1)}` : ""}.`,
  );
}
