/** The ways in which a label may be written, and where a text names one. */
import { folded, number, sameForm } from "../core/replies/label-form.ts";

/** A label named in a text. */
export interface Mention {
  readonly label: string;
  /** Its place in the text. */
  readonly start: number;
  readonly end: number;
  /** Whether the word says little in running text: digits, single letters, yes and no. */
  readonly weak: boolean;
  /** Whether it was written as a number. */
  readonly digit: boolean;
}

const YES = ["yes", "true", "1", "y", "t"];
const NO = ["no", "false", "0", "n", "f"];
const WEAK = new Set(["yes", "no", "not", "none", "other", "any", "all"]);

/** A rating on a scale: "4/5", "4 out of 5 stars". */
const RATING = /^(\p{N})\s?(?:stars?\s)?(?:\/|out of)/u;

/** Most characters around a bare label. */
const MARKS = 60;

/** What may be around an answer without being part of it: quotes, Markdown, brackets, punctuation. */
const BEFORE = /^(?:[\s"'`*_#>([{<«“”‘’„「『,;:!?]|\.(?!\d)|[-•]\s)+/u;
const AFTER = /[\s"'`*_)\]}>»“”‘’」』.,;:!?。！]+$/u;
/** Scripts that write no spaces between words. */
const UNSPACED = /^[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** What joins the words of a label. */
const JOINT = /(?<=\p{L})[\s_-]+(?=\p{L})/gu;
/** Borders of a word; a digit is no label inside a longer number. */
const START = "(?<![\\p{L}\\p{N}_])(?!\\p{N}(?<=(?:[-−.,/]|\\p{N} )\\p{N}))";
const END = "(?![\\p{L}\\p{N}_])(?!(?<=\\p{N})(?:%|[.,/:]\\p{N}))";

const HANGUL = /\p{Script=Hangul}$/u;
/** The endings that Korean writes on a noun. */
const PARTICLES = String.raw`(?=(?:적(?:인|이다|입니다|임)?|입니다|이다|임|이에요|예요|이며|으로|로|이|은|는|을|를)?(?![\p{L}\p{N}_]))`;

/** The label set, ready for reading. */
export class LabelForms {
  readonly #exact: ReadonlySet<string>;
  readonly #byForm = new Map<string, string>();
  readonly #weak = new Set<string>();
  readonly #everywhere: RegExp;
  /** The highest label where the labels are a scale from 0 or 1 on. */
  readonly #highest: string | undefined;
  readonly #longest: number;
  /** Labels that are sets of several, by their parts in order. */
  readonly #bySet: ReadonlyMap<string, string>;
  /** Whether a label is a set of several. */
  readonly sets: boolean;

  constructor(labels: readonly string[]) {
    this.#exact = new Set(labels);
    this.#longest = Math.max(...labels.map(({ length }) => length)) + MARKS;
    this.#highest = highestOf(labels);
    const forms = Map.groupBy(labels, plain);
    const written: string[] = [];
    for (const [form, [label, ...others]] of forms) {
      // Labels that differ in case or punctuation alone are told apart only when written exactly; in what no person sees, never.
      if (form === "" || others.some((other) => sameForm(other) !== sameForm(label!))) continue;
      this.#byForm.set(form, label!);
      if (form.length < (UNSPACED.test(form) || HANGUL.test(form) ? 2 : 3) || !/\p{L}/u.test(form) || WEAK.has(form))
        this.#weak.add(form);
      written.push(number(folded(label!).trim()));
    }
    for (const [form, label] of synonyms([...this.#byForm])) {
      this.#byForm.set(form, label);
      this.#weak.add(form);
      written.push(form);
    }
    const sets = Map.groupBy(
      labels.filter((label) => SEVERAL.test(label)),
      setOf,
    );
    this.#bySet = new Map(
      [...sets].flatMap(([key, [one, other]]) => (other === undefined && key !== "" ? [[key, one!]] : [])),
    );
    this.sets = sets.size > 0;
    const scripts = Map.groupBy(written, (label) =>
      UNSPACED.test(label) ? "unspaced" : HANGUL.test(label) ? "korean" : "spaced",
    );
    const of = (script: "unspaced" | "korean" | "spaced"): string => anyOf(scripts.get(script) ?? [], this.#highest);
    this.#everywhere = new RegExp(
      `${of("unspaced")}|${START}${of("korean")}${PARTICLES}|${START}${of("spaced")}${END}`,
      "gu",
    );
  }

  /** The label that the whole text is, but for case, quotes, Markdown and punctuation around it. */
  bare(text: string): string | undefined {
    const trimmed = text.trim();
    if (trimmed.length > this.#longest) return undefined;
    if (this.#exact.has(trimmed)) return trimmed;
    const form = plain(trimmed);
    return (
      this.#byForm.get(this.#highest === undefined ? form : form.replace(/ stars?$/, "")) ??
      (this.sets ? this.#bySet.get(setOf(trimmed)) : undefined)
    );
  }

  /** Every place where the folded text names a label; a label inside a longer one is not named. */
  mentions(text: string): Mention[] {
    return Array.from(text.matchAll(this.#everywhere), ({ 0: written, index }) => {
      const rated = this.#highest === undefined ? undefined : RATING.exec(written)?.[1];
      const form = plain(rated ?? written);
      return {
        label: this.#byForm.get(form)!,
        start: index,
        end: index + written.length,
        weak: rated === undefined && this.#weak.has(form),
        digit: /\p{N}$/u.test(written),
      };
    });
  }
}

/** Yes, true and 1 mean the same where the label set is such a pair. */
function synonyms(forms: readonly (readonly [string, string])[]): [string, string][] {
  const yes = forms.find(([form]) => YES.includes(form));
  const no = forms.find(([form]) => NO.includes(form));
  if (forms.length !== 2 || yes === undefined || no === undefined) return [];
  const others = (words: readonly string[], [form, label]: readonly [string, string]): [string, string][] =>
    words.filter((word) => word !== form).map((word) => [word, label]);
  return [...others(YES, yes), ...others(NO, no)];
}

/** A label without what does not distinguish it: case, outer punctuation, and how its words are joined. */
function plain(text: string): string {
  const inner = folded(text).replace(BEFORE, "").replace(AFTER, "");
  return number(inner.replace(JOINT, " ").replace(/\s+/g, " "));
}

/** What separates the labels of a set in one cell. */
const SEVERAL = /[,;|]/;

/** A set of labels in one text, whatever their order; "" when one of them is empty. */
function setOf(text: string): string {
  const parts = plain(text)
    .split(/[,;|&+]|(?<!\p{L})and(?!\p{L})/u)
    .map(plain)
    .sort();
  return parts.includes("") ? "" : parts.join("\n");
}

/** Matches any of these labels, the longest first. */
function anyOf(labels: readonly string[], highest: string | undefined): string {
  const scale = highest === undefined ? "" : `(?:\\s?(?:stars?\\s)?(?:/\\s?|out of\\s)${highest}(?:\\sstars?)?)?`;
  const sources = labels
    .toSorted((a, b) => b.length - a.length)
    .map(
      (label) => label.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(JOINT, "[\\s_-]{1,3}") + zeros(label) + scale,
    );
  return sources.length === 0 ? "(?!)" : `(?:${sources.join("|")})`;
}

/** The highest of labels that are all the digits from 0 or 1 on, to 3 or more: of fewer, "0/1" names both. */
function highestOf(labels: readonly string[]): string | undefined {
  const digits = labels.map((label) => number(folded(label).trim())).toSorted();
  const first = Number(digits[0]);
  const isScale = first <= 1 && digits.every((digit, i) => digit === String(first + i));
  const highest = first + digits.length - 1;
  return isScale && highest >= 3 && highest <= 9 ? String(highest) : undefined;
}

/** The zeros that may follow a label that is a number. */
function zeros(label: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(label)) return "";
  return label.includes(".") ? "0{0,6}" : "(?:\\.0{1,6})?";
}
