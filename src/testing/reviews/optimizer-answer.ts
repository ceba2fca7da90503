/**
 * The simulated optimizer model: says what a prompt misses by looking at the rows shown, mends what a
 * gradient names, and rewords. Like a real one it is sometimes vague, sometimes wrong, and forgetful.
 */
import type { PieceRequest } from "../piece-request.ts";
import { sample, shuffle, type Rng } from "../../core/rng.ts";
import { HARMFUL_RULES } from "./harmful-rules.ts";
import { HELPFUL_RULES } from "./helpful-rules.ts";
import { poleOf } from "./labels.ts";
import type { OptimizerRequest, ShownError } from "./optimizer-request.ts";
import type { Rule } from "./rule.ts";
import { rulesIn, rulesSaid, sentencesOf } from "./rules.ts";
import { readSection, writeSection, type Section } from "./section.ts";
import { readSentence } from "./sentence.ts";
import { statesTask, TASK_WORDINGS, VAGUE_GRADIENTS, VAGUE_WORDINGS } from "./wordings.ts";

/** Chance that a gradient names nothing. */
const VAGUE = 0.14;
/** Chance that it names something that does harm. */
const WRONG = 0.1;
/** Chance that a gradient which names a rule names a second one. */
const SECOND = 0.35;
/** Chance that a paraphrase forgets a sentence, for each sentence but the task itself. */
const FORGETS = 0.1;

/** The items of the reply. */
export function answerOptimizer(request: OptimizerRequest, rng: Rng): string[] {
  switch (request.asked) {
    case "gradient":
      return gradients(request, request.count, rng);
    case "edit":
      return Array.from({ length: request.count }, (_, i) => edit(request, rng.fork(`edit ${i}`)));
    case "paraphrase":
      return Array.from({ length: request.count }, (_, i) => paraphrase(request.section, rng.fork(`paraphrase ${i}`)));
    case "induce":
      return Array.from({ length: request.count }, (_, i) => induced(request, rng.fork(`induce ${i}`)));
  }
}

/** The sentence that answers a small question. */
export function answerPiece(piece: PieceRequest, rng: Rng): string {
  if (piece.asked === "shorten") return paraphrase(piece.instruction, rng);
  const errors = piece.rows.map((text) => ({ text, right: piece.label }));
  return gradients({ prompt: "", errors, lessons: [] }, 1, rng)[0]!;
}

/** Reasons, each another rule: the more rows hint at a rule that the prompt does not say, the likelier it is named. */
function gradients(
  { prompt, errors, lessons }: Pick<OptimizerRequest, "prompt" | "errors" | "lessons">,
  count: number,
  rng: Rng,
): string[] {
  const taught = lessons.flatMap(rulesIn);
  const said = new Set(rulesIn(prompt));
  const missing = (rules: readonly Rule[]): Rule[] => rules.filter((rule) => !said.has(rule));
  const helpful = missing(HELPFUL_RULES);
  const harmful = missing(HARMFUL_RULES);
  const vague = shuffle(VAGUE_GRADIENTS, rng.fork("vague"));
  return Array.from({ length: count }, () => {
    const chance = rng.next();
    const rules = chance < VAGUE + WRONG ? harmful : helpful;
    const rule = chance < VAGUE ? undefined : takeHinted(rules, errors, taught, rng);
    if (rule === undefined) return vague.pop() ?? VAGUE_GRADIENTS[0]!;
    const second = rng.next() < SECOND ? takeHinted(helpful, errors, taught, rng) : undefined;
    return [rule, ...(second === undefined ? [] : [second])].map((named) => pick(named.gradients, rng)).join(" ");
  });
}

/**
 * Takes one rule out of `rules`, with a chance that grows with the square of the rows that hint at it; a lesson that names it
 * counts for as much as a row.
 */
function takeHinted(rules: Rule[], errors: readonly ShownError[], taught: readonly Rule[], rng: Rng): Rule | undefined {
  const rows = errors.map(({ text, right }) => ({ sentence: readSentence(text), right: poleOf(right) }));
  const weights = rules.map((rule) => {
    const hinting = rows.filter(({ sentence, right }) => rule.hintedBy(sentence, right)).length;
    return (hinting + taught.filter((one) => one === rule).length) ** 2;
  });
  let point = rng.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (point -= weight) < 0);
  return index < 0 ? undefined : rules.splice(index, 1)[0];
}

/** The section with one sentence more for each rule that the gradient names; with an empty phrase when it names none. */
function edit(request: OptimizerRequest, rng: Rng): string {
  const section = readSection(request.section);
  const gradient = request.gradient === "" ? gradients(request, 1, rng)[0]! : request.gradient;
  const said = new Set(section.sentences.flatMap(rulesSaid));
  const named = rulesIn(gradient);
  const added = named.filter((rule) => !said.has(rule)).map((rule) => pick(rule.wordings, rng));
  if (added.length > 0) return fitted({ ...section, sentences: [...section.sentences, ...added] }, request.maxLength);
  const filler = VAGUE_WORDINGS.filter((sentence) => !section.sentences.includes(sentence));
  if (named.length > 0 || filler.length === 0)
    return writeSection({ ...section, sentences: section.sentences.map((sentence) => reworded(sentence, rng)) });
  return fitted({ ...section, sentences: [...section.sentences, pick(filler, rng)] }, request.maxLength);
}

/** A first section: the task as it was told, or as any reader of the rows sees it, and at most two rules that the rows hint at. */
function induced({ description, section, prompt, rows, maxLength }: OptimizerRequest, rng: Rng): string {
  const told = sentencesOf(description);
  const opening = told.some(statesTask) ? told : [pick(TASK_WORDINGS, rng), ...told];
  const said = new Set(told.flatMap(rulesSaid));
  const found = rows.length === 0 ? [] : gradients({ prompt, errors: rows, lessons: [] }, 2, rng).flatMap(rulesIn);
  const added = [...new Set(found)].filter((rule) => !said.has(rule)).map((rule) => pick(rule.wordings, rng));
  return fitted({ ...readSection(section), sentences: [...opening, ...added] }, maxLength);
}

/** Leaves out the oldest sentences that are neither the task nor newly written until the section is short enough. */
function fitted(section: Section, maxLength: number): string {
  let { sentences } = section;
  while (writeSection({ ...section, sentences }).length > maxLength && sentences.length > 2)
    sentences = sentences.toSpliced(1, 1);
  return writeSection({ ...section, sentences });
}

/** The section in other words and another order, sometimes without a sentence. */
function paraphrase(text: string, rng: Rng): string {
  const section = readSection(text);
  const [task = "", ...others] = section.sentences;
  const rest = others.filter(() => rng.next() >= FORGETS);
  const ordered = [task, ...(rng.next() < 0.5 ? shuffle(rest, rng.fork("order")) : rest)];
  const listed = rest.length > 1 && rng.next() < 0.3;
  return writeSection({ ...section, sentences: ordered.map((sentence) => reworded(sentence, rng)), listed });
}

/** The sentence in other words, where the model has some for it. */
function reworded(sentence: string, rng: Rng): string {
  const rules = rulesSaid(sentence);
  const [rule] = rules;
  if (rules.length === 1) return otherThan(sentence, rule!.wordings, rng);
  if (rules.length > 1) return sentence;
  if (VAGUE_WORDINGS.includes(sentence)) return otherThan(sentence, VAGUE_WORDINGS, rng);
  if (statesTask(sentence) && !sentence.includes("{{")) return otherThan(sentence, TASK_WORDINGS, rng);
  return sentence;
}

function otherThan(sentence: string, wordings: readonly string[], rng: Rng): string {
  return pick(
    wordings.filter((wording) => wording !== sentence),
    rng,
    sentence,
  );
}

function pick(items: readonly string[], rng: Rng, otherwise = ""): string {
  return sample(items, 1, rng)[0] ?? otherwise;
}
