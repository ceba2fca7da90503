/**
 * Reads the label out of an answer, by the rules of one table, in its order. What names several, or denies or asks the one it
 * names, is not read: a guess would be counted as the model's own.
 */
import { taggedAnswers } from "../core/replies/fields.ts";
import { folded } from "../core/replies/label-form.ts";
import { objectIn } from "./answer-object.ts";
import { introduced, introducedAtStart, introduces, withoutIntroduction } from "./introduced.ts";
import { LabelForms, type Mention } from "./label-forms.ts";
import { BREAK, CLAUSE, COMMA, COUNTS, DENIES, NEXT_ROW, OPTION, OR, PAUSE, TAKES_BACK } from "./label-patterns.ts";
import { affirms, asks, closes, emphasized, type Placed, place, startsText } from "./placed-mention.ts";

/** Returns the label, or undefined when the text names none clearly. `truncated` texts may lack their point. */
export type LabelReader = (text: string, truncated: boolean) => string | undefined;

/** The label; `null` when the text contradicts itself, and no later rule may decide; undefined when the rule says nothing. */
type Read = string | null | undefined;

/** A cleaned answer, and where it names labels. */
interface Answer {
  readonly forms: LabelForms;
  readonly raw: string;
  /** The raw text, folded. */
  readonly text: string;
  readonly truncated: boolean;
  readonly placed: readonly Placed[];
  /** Those of them that no list of labels holds. */
  readonly single: readonly Placed[];
}

interface LabelRule {
  readonly rule: string;
  /** A reply that this rule reads as `positive`, of positive, negative and neutral. */
  readonly example: string;
  readonly read: (answer: Answer) => Read;
}

/** The rules in the order in which they are tried. */
export const LABEL_RULES: readonly LabelRule[] = [
  {
    rule: "The answer is the label, but for case, quotes, Markdown, punctuation, and the form of a number.",
    example: "**Positive**.",
    read: ({ forms, raw }) => forms.bare(raw) ?? forms.bare(raw.replace(OPTION, "")),
  },
  {
    rule: "The answer is JSON, or holds it, and a field such as `label` or `answer` names the label.",
    example: '{"reason": "not negative", "label": "positive"}',
    read: fromJson,
  },
  {
    rule: "One pair of tags such as `<answer>` holds the label.",
    example: "It sounds negative. <answer>positive</answer>",
    read: fromTag,
  },
  {
    rule: "The last line is the label alone, and no other line answers with another one.",
    example: "At first sight the label is negative.\nThe rest outweighs it.\n\npositive",
    read: fromLastLine,
  },
  {
    rule: "Words such as `Answer:` or `the label is` come right before the label, and nothing after it takes it back.",
    example: "It could be negative. Final answer: positive",
    read: fromIntroduction,
  },
  {
    rule: "The last sentence is the label alone, and no other sentence is another one.",
    example: "Is it negative? It ends well. Positive.",
    read: fromLastSentence,
  },
  {
    rule: "The first or the last line opens with the label and breaks off there.",
    example: "Positive, because nothing negative is mentioned.",
    read: fromOpening,
  },
  {
    rule: "A line ends with a colon and the label, and no other line with another one.",
    example: "Tone of the negative remarks aside, sentiment: positive",
    read: ({ single, truncated }) =>
      truncated ? undefined : only(single.filter((one) => closes(one) && !asks(one) && !isField(one))),
  },
  {
    rule: "The text names one label that it does not deny, and no other.",
    example: "I would call this review positive overall.",
    read: fromSentence,
  },
];

export function labelReader(labels: readonly string[]): LabelReader {
  const forms = new LabelForms(labels);
  return (text, truncated) => (text.trim() === "" ? undefined : read(forms, text.trim(), truncated));
}

function read(forms: LabelForms, raw: string, truncated: boolean): string | undefined {
  const text = folded(raw).trim();
  const placed = forms.mentions(text).map((mention) => place(mention, text));
  const listed = inLists(placed, text);
  const single = placed.filter((mention) => !listed.has(mention));
  const answer: Answer = { forms, raw, text, truncated, placed, single };
  for (const rule of LABEL_RULES) {
    const label = rule.read(answer);
    if (label !== undefined) return label ?? undefined;
  }
  return undefined;
}

/** Those that are listed next to other labels: no one of a list is the answer. */
function inLists(placed: readonly Placed[], text: string): ReadonlySet<Placed> {
  const listed = new Set<Placed>();
  for (const [i, next] of placed.entries()) {
    const one = placed[i - 1];
    if (one === undefined || one.label === next.label) continue;
    const between = text.slice(one.end, next.start);
    if (between.length > 20) continue;
    if (OR.test(between) || (COMMA.test(between) && !/^\s+\p{L}/u.test(next.after))) listed.add(one).add(next);
  }
  return listed;
}

function fromJson({ forms, raw }: Answer): Read {
  const found = objectIn(raw);
  if (found === undefined) return undefined;
  if (typeof found.answer !== "string") return null;
  return forms.bare(found.answer) ?? read(forms, found.answer.trim(), false) ?? null;
}

function fromTag({ forms, raw, truncated }: Answer): Read {
  const [tagged, ...others] = new Set(taggedAnswers(raw));
  if (tagged === undefined || tagged === "") return undefined;
  return others.length > 0 ? null : (forms.bare(tagged) ?? read(forms, tagged, truncated));
}

function fromLastLine({ forms, raw, truncated, single }: Answer): Read {
  if (truncated || !raw.includes("\n")) return undefined;
  const lines = raw.split("\n").filter((line) => /[\p{L}\p{N}]/u.test(line) || forms.bare(line) !== undefined);
  const label = forms.bare(lines.at(-1) ?? "");
  if (label === undefined) return undefined;
  const before = folded(lines.at(-2) ?? "").trim();
  if (introduces(before)) return label;
  const named = single.at(-1);
  // "Confidence:" and then a digit is no answer.
  if (/[:：]$/u.test(before) && (named === undefined || named.weak || !affirms(named))) return undefined;
  const others = lines.slice(0, -1).map((line) => forms.bare(withoutIntroduction(folded(line))));
  return others.every((other) => other === undefined || other === label) ? label : null;
}

function fromLastSentence({ forms, raw, truncated }: Answer): Read {
  if (truncated) return undefined;
  const sentences = raw.split(/(?<=[.!?。！？])\s+/u);
  const label = sentences.length < 2 ? undefined : forms.bare(sentences.at(-1)!);
  if (label === undefined) return undefined;
  const others = sentences.slice(0, -1).map((sentence) => forms.bare(withoutIntroduction(folded(sentence))));
  return others.every((other) => other === undefined || other === label) ? label : null;
}

/** All that are introduced agree, or the last one is on the last line; the answer opens with no other label. */
function fromIntroduction({ forms, text, truncated, placed, single }: Answer): Read {
  const said = single.filter((one) => introduced(one) && !asks(one) && !(truncated && !introducedAtStart(one)));
  const last = said.at(-1);
  if (last === undefined) return undefined;
  const end = text.indexOf("\n", last.end);
  const whole = forms.bare(text.slice(last.start, end === -1 ? undefined : end));
  if (whole === undefined && forms.sets && /^\s*(?:[,;|&+]|and\b)\s*\p{L}/u.test(last.after)) return null;
  const [first] = placed as [Placed];
  if (startsText(first) && first.ends && first.label !== last.label) return null;
  if (takenBack(last, placed, text, introducedAtStart(last))) return null;
  if (only(said) !== undefined) return whole ?? last.label;
  // Of several examples in a row, the model made up all but one.
  const between = text.slice(said[0]!.end, last.start);
  return end !== -1 || NEXT_ROW.test(between) ? null : (whole ?? last.label);
}

/** The first or last line opens with a label and breaks off there, and no other line does so with another label. */
function fromOpening({ text, truncated, placed, single }: Answer): Read {
  const opening = single.filter((one) => one.opens && !(one.digit && COUNTS.test(one.after)) && !isField(one));
  const first = opening[0];
  if (first === undefined || (truncated && !startsText(first))) return undefined;
  if (DENIES.test(first.after)) return null;
  const clear = opening.filter(({ after }) => BREAK.test(after));
  if (clear.length > 0) {
    const outer = (clear[0] === first && startsText(first)) || text.indexOf("\n", clear.at(-1)!.end) === -1;
    if (!outer) return undefined;
    return takenBack(clear.at(-1)!, placed, text, true) ? null : only(clear);
  }
  const pauses = startsText(first) && (PAUSE.test(first.after) || (first.weak && CLAUSE.test(first.after)));
  const others = placed.filter(({ label }) => label !== first.label);
  return pauses && others.every(({ weak, opens }) => weak && !opens) ? first.label : undefined;
}

/** A digit or the like under a line with a colon that introduces no answer: "Confidence:". */
function isField(mention: Placed): boolean {
  return mention.weak && /[:：][^\S\n]*\n\s*$/u.test(mention.context) && !introduced(mention);
}

/** A sentence that names one label, and does not deny it. */
function fromSentence({ text, truncated, placed, single }: Answer): Read {
  if (truncated || single.length === 0) return undefined;
  const telling = placed.filter((mention) => !mention.weak || emphasized(mention, text));
  const affirmed = telling.filter(affirms);
  return affirmed.some((one) => !asks(one)) ? only(affirmed) : undefined;
}

/** Whether the text names another label after this one in a way that leaves it open which of them is meant. */
function takenBack(mention: Placed, placed: readonly Placed[], text: string, outer: boolean): boolean {
  const later = placed.filter(({ start, label, weak }) => start > mention.end && label !== mention.label && !weak);
  const [next] = later;
  if (next === undefined) return false;
  if (TAKES_BACK.test(text.slice(mention.end, later.at(-1)!.start))) return true;
  const lastLine = text.indexOf("\n", mention.end) === -1;
  return !BREAK.test(mention.after) || !(outer || lastLine);
}

/** The label that all of them name. */
function only(mentions: readonly Mention[]): string | undefined {
  const label = mentions[0]?.label;
  return mentions.every((mention) => mention.label === label) ? label : undefined;
}
