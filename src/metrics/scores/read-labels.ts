/** Reads the set of labels that an answer gives, for rows with several labels at once. */
import { LabelForms } from "../label-forms.ts";
import type { Reading } from "./judge.ts";
import { jsonIn } from "./read-json.ts";

/** What an answer with no label at all says. */
const NONE = /^\W*(?:none|no labels?|none of (?:these|them|the above)|n\/a|empty|nothing)\W*$/i;

/** What is before the list of labels on its line. */
const LEAD = /^.*?\b(?:labels?|answers?|categories|tags|topics|classes)\b[^:\n]{0,20}:/i;

/**
 * A reader of sets of these labels. Strict is a JSON list, or an object with one; tolerant is a list in words, the last line that holds
 * labels alone. Anything with a word that is no label is not read.
 */
export function labelsReader(labels: readonly string[]): (text: string) => Reading<readonly string[]> | undefined {
  const forms = new LabelForms(labels);
  return (text) => {
    const json = jsonIn(text);
    const list = listIn(json?.value);
    if (json !== undefined && list !== undefined) {
      const value = list.length === 0 ? [] : labelsOf(list);
      return value && { value, reading: json.reading };
    }
    const lines = text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    if (lines.length === 0) return undefined;
    const whole = bulleted(lines) ?? labelsIn(lines.at(-1) ?? "");
    return whole && { value: whole, reading: "tolerant" };
  };

  function labelsOf(items: readonly unknown[]): readonly string[] | undefined {
    const found = items.map((item) => (typeof item === "string" ? forms.bare(item) : undefined));
    return items.length > 0 && found.every((label) => label !== undefined) ? [...new Set(found)].sort() : undefined;
  }

  function labelsIn(line: string): readonly string[] | undefined {
    const bare = line.replace(LEAD, "").trim();
    if (NONE.test(bare)) return [];
    return (
      labelsOf([bare]) ??
      labelsOf(
        bare
          .split(/\s*(?:[,;|]|\band\b)\s*/)
          .filter((item) => /\w/u.test(item))
          .map(trimmed),
      )
    );
  }

  /** A list of one label a line, under a line that introduces it or not. */
  function bulleted(lines: readonly string[]): readonly string[] | undefined {
    const first = lines.findIndex((line) => /^(?:[-*•]|\d+[.)])\s/.test(line));
    if (first === -1) return undefined;
    return labelsOf(lines.slice(first).map((line) => trimmed(line.replace(/^(?:[-*•]|\d+[.)])\s+/, ""))));
  }
}

function trimmed(item: string): string {
  return item.replace(/^[\s"'`*_]+|[\s"'`*_.]+$/g, "");
}

/** A list, or that of an object whose only list it is. */
function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return undefined;
  const [list, ...others] = Object.values(value).filter(Array.isArray);
  return others.length === 0 ? list : undefined;
}
