/**
 * Reads the label out of an answer. In this order: the bare label; JSON; "Answer: ..." and its like; an
 * answer that opens or ends with the label; a sentence that names one label and no other. What names
 * several, or denies the one it names, is not read: a guess would be counted as the model's own.
 */
import { folded, LabelForms, type Mention } from "./label-forms.ts";
import { affirms, closes, emphasized, type Placed, place, startsText } from "./placed-mention.ts";

/** Returns the label, or undefined when the text names none clearly. `truncated` texts may lack their point. */
export type LabelReader = (text: string, truncated: boolean) => string | undefined;

const KEYS = [
  "label",
  "answer",
  "final_answer",
  "class",
  "category",
  "classification",
  "prediction",
  "sentiment",
  "verdict",
  "output",
  "result",
];

/** "Answer", a colon or "is", and nothing but marks up to here. */
const INTRODUCED =
  /(?:(?<![\p{L}\p{N}])(?:answer|label|class|category|classification|prediction|verdict|output|result|conclusion)(?:[^\p{L}\p{N}]{0,8}[:=→>–—-]|[^\p{L}\p{N}]{0,8}\s(?:is|would be|should be)(?=[^\p{L}\p{N}]))[^\p{L}\p{N}]{0,8}|\\boxed\{\s*(?:\\text\{)?)$/u;
/** "Or", up to another label. */
const OR = /^["'`*_)\]}>”’]*\s*(?:[/|]|or(?!\p{L}))[\s"'`*_(“‘]*$/u;
/** What ends an answer that a reason may follow. */
const BREAK = /^(?:\s*$|[.!;](?=\s|$)|\s*[–—(]|\s+-\s|,?\s+(?:because|since|as|given|due)(?!\p{L}))/u;
const PAUSE = /^[,:)](?=\s|$)/u;
/** What may follow yes, no or a digit that answers, where "no evidence" and "1 mistake" do not. */
const CLAUSE = /^\s+(?:it|this|that|the|i|he|she|they|there)(?!\p{L})/u;
/** "1. First ..." counts a list, it does not answer. */
const COUNTS = /^[.):]\s*\S/u;
export function labelReader(labels: readonly string[]): LabelReader {
  const forms = new LabelForms(labels);

  return (text, truncated) => {
    const answer = withoutThoughts(text).trim();
    const bare = forms.bare(answer);
    if (bare !== undefined || answer === "") return bare;
    const object = objectIn(answer);
    return object === undefined ? fromText(answer, truncated) : fromObject(object);
  };

  function fromObject(object: Readonly<Record<string, unknown>>): string | undefined {
    const entries = Object.entries(object);
    const entry =
      KEYS.flatMap((key) => entries.filter(([name]) => name.toLowerCase() === key))[0] ??
      (entries.length === 1 ? entries[0] : undefined);
    const value: unknown = Array.isArray(entry?.[1]) && entry[1].length === 1 ? entry[1][0] : entry?.[1];
    if (typeof value === "string") return forms.bare(value) ?? fromText(value, false);
    return typeof value === "number" || typeof value === "boolean" ? forms.bare(String(value)) : undefined;
  }

  function fromText(raw: string, truncated: boolean): string | undefined {
    const text = folded(raw).trim();
    const mentions = forms.mentions(text);
    if (mentions.length === 0) return undefined;
    const placed = mentions.map((mention) => place(mention, text));
    const said = placed.filter(({ context }) => INTRODUCED.test(context));
    if (said.length > 0) return fromSaid(said, placed, text);
    return (
      fromOpening(placed, text) ?? only(placed.filter(closes)) ?? (truncated ? undefined : fromSentence(placed, text))
    );
  }

  /** "Answer: X": all agree, or the last one stands on the last line, and the answer does not open with another label. */
  function fromSaid(said: readonly Placed[], all: readonly Placed[], text: string): string | undefined {
    const last = said.at(-1)!;
    const next = all[all.indexOf(last) + 1];
    if (next !== undefined && OR.test(text.slice(last.end, next.start))) return undefined;
    const [first] = all as [Placed];
    if (startsText(first) && first.ends && first.label !== last.label) return undefined;
    return only(said) ?? (text.indexOf("\n", last.end) === -1 ? last.label : undefined);
  }
}

/** The first or last line opens with a label and breaks off there, and no other line does so with another label. */
function fromOpening(placed: readonly Placed[], text: string): string | undefined {
  const opening = placed.filter(({ opens, digit, after }) => opens && !(digit && COUNTS.test(after)));
  const first = opening[0];
  if (first === undefined) return undefined;
  const clear = opening.filter(({ after }) => BREAK.test(after));
  if (clear.length > 0) {
    const outer = (clear[0] === first && startsText(first)) || text.indexOf("\n", clear.at(-1)!.end) === -1;
    return outer ? only(clear) : undefined;
  }
  const pauses = startsText(first) && (PAUSE.test(first.after) || (first.weak && CLAUSE.test(first.after)));
  return pauses && placed.every(({ label, weak }) => weak || label === first.label) ? first.label : undefined;
}

/** A sentence that names one label, and does not deny it. */
function fromSentence(placed: readonly Placed[], text: string): string | undefined {
  const telling = placed.filter((mention) => !mention.weak || emphasized(mention, text));
  return telling.some(affirms) ? only(telling) : undefined;
}

/** The label that all of them name. */
function only(mentions: readonly Mention[]): string | undefined {
  const label = mentions[0]?.label;
  return mentions.every((mention) => mention.label === label) ? label : undefined;
}

/** Without what a reasoning model thought aloud before its answer; an unfinished thought leaves nothing. */
function withoutThoughts(text: string): string {
  return text.replace(/^[\s\S]*<\/think(?:ing)?>/i, "").replace(/^\s*<think(?:ing)?>[\s\S]*$/i, "");
}

/** The JSON object that the text is or holds. */
function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  const start = text.indexOf("{");
  if (start === -1) return undefined;
  try {
    return JSON.parse(text.slice(start, text.lastIndexOf("}") + 1)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
