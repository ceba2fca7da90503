/**
 * The simulated optimizer model: says what a prompt misses by looking at the rows shown, mends what a
 * gradient names, and rewords. Like a real one it is sometimes vague, sometimes wrong, and forgetful.
 */
import type { PieceRequest } from "../piece-request.ts";
import { sample, shuffle, type Rng } from "../../core/rng.ts";
import type { OptimizerRequest } from "./optimizer-request.ts";
import { type Language, rulesIn, rulesSaid, sentencesOf, type StatedRule } from "./rule.ts";
import { readSection, writeSection, type Section } from "./section.ts";

/** Chance that a gradient names nothing. */
const VAGUE = 0.14;
/** Chance that it names something that does harm. */
const WRONG = 0.1;
/** Chance that a gradient which names a rule names a second one. */
const SECOND = 0.35;
/** Chance that a paraphrase forgets a sentence, for each sentence but the task itself. */
const FORGETS = 0.1;

/** The items of the reply. */
export function answerOptimizer<R extends StatedRule>(
  language: Language<R>,
  request: OptimizerRequest,
  rng: Rng,
): string[] {
  const { asked, count, section } = request;
  const items = (make: (own: Rng) => string): string[] =>
    Array.from({ length: count }, (_, i) => make(rng.fork(`${asked} ${i}`)));
  switch (asked) {
    case "gradient":
      return gradients(language, request, count, rng);
    case "edit":
      return items((own) => edit(language, request, own));
    case "paraphrase":
      return items((own) => paraphrase(language, section, own));
    case "induce":
      return items((own) => induced(language, request, own));
  }
}

/** The sentence that answers a small question. */
export function answerPiece<R extends StatedRule>(language: Language<R>, piece: PieceRequest, rng: Rng): string {
  if (piece.asked === "shorten") return paraphrase(language, piece.instruction, rng);
  const errors = piece.rows.map((text) => ({ text, right: piece.label }));
  return gradients(language, { prompt: "", errors, lessons: [] }, 1, rng)[0]!;
}

/** Reasons, each another rule: the more rows hint at a rule that the prompt does not say, the likelier it is named. */
function gradients<R extends StatedRule>(
  language: Language<R>,
  { prompt, errors, lessons }: Pick<OptimizerRequest, "prompt" | "errors" | "lessons">,
  count: number,
  rng: Rng,
): string[] {
  const taught = lessons.flatMap((lesson) => rulesIn(language, lesson));
  const said = new Set(rulesIn(language, prompt));
  const missing = (rules: readonly R[]): R[] => rules.filter((rule) => !said.has(rule));
  const helpful = missing(language.helpful);
  const harmful = missing(language.harmful);
  const hints = errors.map(language.hinting);
  const take = (rules: R[]): R | undefined => takeHinted(rules, hints, taught, rng);
  const vague = shuffle(language.vagueGradients, rng.fork("vague"));
  return Array.from({ length: count }, () => {
    const chance = rng.next();
    const rules = chance < VAGUE + WRONG ? harmful : helpful;
    const rule = chance < VAGUE ? undefined : take(rules);
    if (rule === undefined) return vague.pop() ?? language.vagueGradients[0]!;
    const second = rng.next() < SECOND ? take(helpful) : undefined;
    return [rule, ...(second === undefined ? [] : [second])].map((named) => pick(named.gradients, rng)).join(" ");
  });
}

/**
 * Takes one rule out of `rules`, with a chance that grows with the square of the rows that hint at it; a lesson that names it
 * counts for as much as a row.
 */
function takeHinted<R extends StatedRule>(
  rules: R[],
  hints: readonly ((rule: R) => boolean)[],
  taught: readonly R[],
  rng: Rng,
): R | undefined {
  const weights = rules.map((rule) => {
    const hinting = hints.filter((hintsAt) => hintsAt(rule)).length;
    return (hinting + taught.filter((one) => one === rule).length) ** 2;
  });
  let point = rng.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (point -= weight) < 0);
  return index < 0 ? undefined : rules.splice(index, 1)[0];
}

/** The section with one sentence more for each rule that the gradient names; with an empty phrase when it names none. */
function edit<R extends StatedRule>(language: Language<R>, request: OptimizerRequest, rng: Rng): string {
  const section = readSection(request.section);
  const gradient = request.gradient === "" ? gradients(language, request, 1, rng)[0]! : request.gradient;
  const said = new Set(section.sentences.flatMap((sentence) => rulesSaid(language, sentence)));
  const named = rulesIn(language, gradient);
  const added = named.filter((rule) => !said.has(rule)).map((rule) => pick(rule.wordings, rng));
  const grown = (more: readonly string[]): string =>
    fitted({ ...section, sentences: [...section.sentences, ...more] }, request.maxLength);
  if (added.length > 0) return grown(added);
  const filler = language.vagueWordings.filter((sentence) => !section.sentences.includes(sentence));
  if (named.length > 0 || filler.length === 0)
    return writeSection({
      ...section,
      sentences: section.sentences.map((sentence) => reworded(language, sentence, rng)),
    });
  return grown([pick(filler, rng)]);
}

/** A first section: the task as it is described, or as any reader of the rows sees it, and at most two rules that the rows hint at. */
function induced<R extends StatedRule>(
  language: Language<R>,
  { description, section, prompt, rows, maxLength }: OptimizerRequest,
  rng: Rng,
): string {
  const told = sentencesOf(description);
  const opening = told.some(language.statesTask) ? told : [pick(language.taskWordings, rng), ...told];
  const said = new Set(told.flatMap((sentence) => rulesSaid(language, sentence)));
  const reasons = rows.length === 0 ? [] : gradients(language, { prompt, errors: rows, lessons: [] }, 2, rng);
  const found = new Set(reasons.flatMap((reason) => rulesIn(language, reason)));
  const added = [...found].filter((rule) => !said.has(rule)).map((rule) => pick(rule.wordings, rng));
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
function paraphrase<R extends StatedRule>(language: Language<R>, text: string, rng: Rng): string {
  const section = readSection(text);
  const [task = "", ...others] = section.sentences;
  const rest = others.filter(() => rng.next() >= FORGETS);
  const ordered = [task, ...(rng.next() < 0.5 ? shuffle(rest, rng.fork("order")) : rest)];
  const listed = rest.length > 1 && rng.next() < 0.3;
  const sentences = ordered.map((sentence) => reworded(language, sentence, rng));
  return writeSection({ ...section, sentences, listed });
}

/** The sentence in other words, where the model has some for it. */
function reworded<R extends StatedRule>(language: Language<R>, sentence: string, rng: Rng): string {
  const rules = rulesSaid(language, sentence);
  const [rule] = rules;
  if (rules.length === 1) return otherThan(sentence, rule!.wordings, rng);
  if (rules.length > 1) return sentence;
  if (language.vagueWordings.includes(sentence)) return otherThan(sentence, language.vagueWordings, rng);
  if (language.statesTask(sentence) && !sentence.includes("{{")) return otherThan(sentence, language.taskWordings, rng);
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
