/**
 * Reads the label out of an answer. In this order: the bare label; JSON; a line that says "Answer: ...";
 * an answer that opens or ends with the label; a sentence that names one label and no other. What names
 * several, or denies the one it names, is not read: a guess would be counted as the model's own.
 */
import { LabelForms } from "./label-forms.ts";

/** Returns the label, or undefined when the text names none clearly. `truncated` texts may lack their point. */
export type LabelReader = (text: string, truncated: boolean) => string | undefined;

const KEYS = ["label", "answer", "final_answer", "class", "category", "classification", "prediction", "sentiment", "verdict", "output", "result"];
const INTRO = "(?<![\\p{L}\\p{N}])(?:answer|label|class|category|classification|prediction|verdict|output|result|conclusion)(?![\\p{L}\\p{N}])";
/** Between "answer" and the label: a colon or arrow, or "is", with quotes and Markdown. */
const LINK = "[^\\p{L}\\p{N}]{0,8}?(?:[:=→>–—-]|\\s(?:is|would be|should be)(?=[\\s:*\"'`“‘]))[^\\p{L}\\p{N}]{0,8}?";
const OPEN = "[\\s\"'`*_#>(\\[{<“‘•-]*?";
const CLOSE = "[\"'`*_)\\]}>”’]*";
const REASON = "(?:because|since|as|given|due)(?![\\p{L}])";
/** What may follow yes, no, or a digit that is an answer rather than part of a sentence. */
const CLAUSE = "(?:because|since|as|it|this|that|the|i|he|she|they|there)(?![\\p{L}])";

export function labelReader(labels: readonly string[]): LabelReader {
  const forms = new LabelForms(labels);
  const said = new RegExp(`(?:${INTRO}${LINK}|\\\\boxed\\{\\s*(?:\\\\text\\{)?)${forms.pattern}`, "giu");
  const alternative = new RegExp(`^${CLOSE}\\s*(?:[/|]|or(?![\\p{L}]))\\s*${OPEN}${forms.pattern}`, "iu");
  const opening = new RegExp(`^${OPEN}${forms.pattern}${CLOSE}(.*)$`, "iu");
  const closing = new RegExp(`[:=→]${OPEN}${forms.pattern}${CLOSE}[.!]*\\s*$`, "iu");

  return (text, truncated) => {
    const answer = withoutThoughts(text).normalize("NFKC").trim();
    const bare = forms.bare(answer);
    if (bare !== undefined || answer === "") return bare;
    const object = objectIn(answer);
    if (object !== undefined) return fromObject(object);
    return fromText(answer, truncated);
  };

  function fromObject(object: Readonly<Record<string, unknown>>): string | undefined {
    const entries = Object.entries(object);
    const entry = KEYS.flatMap((key) => entries.filter(([name]) => name.toLowerCase() === key))[0] ?? (entries.length === 1 ? entries[0] : undefined);
    const value = Array.isArray(entry?.[1]) && entry[1].length === 1 ? entry[1][0] : entry?.[1];
    if (typeof value === "string") return forms.bare(value) ?? fromText(value.normalize("NFKC").trim(), false);
    return typeof value === "number" || typeof value === "boolean" ? forms.bare(String(value)) : undefined;
  }

  function fromText(text: string, truncated: boolean): string | undefined {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    const first = forms.bare(lines[0] ?? "");
    const answers = Array.from(text.matchAll(said), (match) => ({ label: forms.bare(match[1]!)!, end: match.index + match[0].length }));
    const last = answers.at(-1);
    if (last !== undefined) {
      const agreed = answers.every(({ label }) => label === last.label);
      const final = !text.slice(last.end).trim().includes("\n");
      const clear = (agreed || final) && !alternative.test(text.slice(last.end)) && (first === undefined || first === last.label);
      return clear ? last.label : undefined;
    }
    return fromOpening(lines, text) ?? fromClosing(lines) ?? (truncated ? undefined : fromMentions(text));
  }

  /** Lines that open with a label and break off there. */
  function fromOpening(lines: readonly string[], text: string): string | undefined {
    const opened = lines.map((line) => breakAfterLabel(line));
    const labelsFound = new Set(opened.flatMap((found) => (found?.clear === true ? [found.label] : [])));
    const outer = [opened[0], opened.at(-1)].find((found) => found?.clear === true);
    if (outer !== undefined) return labelsFound.size === 1 ? outer.label : undefined;
    const start = opened[0];
    if (start === undefined || labelsFound.size > 0) return undefined;
    return forms.mentions(text).every(({ label, weak }) => weak || label === start.label) ? start.label : undefined;
  }

  function breakAfterLabel(line: string): { label: string; clear: boolean } | undefined {
    const match = opening.exec(line);
    if (match === null) return undefined;
    const written = match[1]!;
    const rest = match[2]!;
    // "1. First ..." counts a list, it does not answer.
    if (/\p{N}$/u.test(written) && /^[.):]\s*\S/.test(rest)) return undefined;
    const label = forms.bare(written)!;
    if (new RegExp(`^(?:\\s*$|[.!;](?=\\s|$)|\\s*[–—(]|\\s+-\\s|,?\\s+${REASON})`, "iu").test(rest)) return { label, clear: true };
    if (/^[,:)](?=\s|$)/.test(rest) || (forms.isWeak(written) && new RegExp(`^\\s+${CLAUSE}`, "iu").test(rest))) return { label, clear: false };
    return undefined;
  }

  /** Lines such as "Sentiment: positive", if all agree. */
  function fromClosing(lines: readonly string[]): string | undefined {
    const found = new Set(lines.flatMap((line) => closing.exec(line)?.[1] ?? []).map((written) => forms.bare(written)!));
    return found.size === 1 ? [...found][0] : undefined;
  }

  function fromMentions(text: string): string | undefined {
    const mentions = forms.mentions(text).filter(({ weak, start, end }) => !weak || emphasized(text, start, end));
    const labelsFound = new Set(mentions.map(({ label }) => label));
    if (labelsFound.size !== 1 || mentions.every(({ start }) => denied(text, start))) return undefined;
    return mentions[0]!.label;
  }
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

function emphasized(text: string, start: number, end: number): boolean {
  return /["'`*“‘_]/.test(text.charAt(start - 1)) && /["'`*”’_]/.test(text.charAt(end));
}

/** Whether the words before say "not". */
function denied(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 60), start);
  return /(?:(?<!\p{L})(?:not|never|neither|nor|cannot)|n['’]t)[\s-]+(?:[\p{L}’']+\s+){0,4}["'`*“‘_(]*$/iu.test(before) || /(?<!\p{L})(?:no|non|without|hardly)[\s-]+(?:\p{L}+\s+)?["'`*“‘_(]*$/iu.test(before);
}
