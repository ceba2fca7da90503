/** Takes a section apart into the sentences that may be rewritten and the lines that stay, and puts it together. */
import { sentencesOf } from "./rule.ts";

export interface Section {
  /** Lines that stay as they are: headings, placeholders, labels of fields. */
  readonly before: string;
  readonly sentences: readonly string[];
  /** Whether the sentences after the first are a list. */
  readonly listed: boolean;
  readonly after: string;
}

const STAYS = /^\s*#{1,6}\s|\{\{|^\s*[\w ]{1,24}:\s*$|^\s*(?:```|~~~~)/;
const ITEM = /^\s*(?:[-*•]|\d+[.)])\s+/;

/** The first stretch of prose may change; a section without prose gets it at its start. */
export function readSection(text: string): Section {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.trim() !== "" && !STAYS.test(line));
  if (from < 0) return { before: "", sentences: [], listed: false, after: text === "" ? "" : `\n\n${text}` };
  const stop = lines.findIndex((line, i) => i > from && STAYS.test(line));
  let to = stop < 0 ? lines.length : stop;
  while (lines[to - 1]!.trim() === "") to--;
  const prose = lines.slice(from, to);
  return {
    before: lines
      .slice(0, from)
      .map((line) => `${line}\n`)
      .join(""),
    sentences: sentencesOf(prose.join("\n")),
    listed: prose.some((line) => ITEM.test(line)),
    after: lines
      .slice(to)
      .map((line) => `\n${line}`)
      .join(""),
  };
}

/** The text of a section. */
export function writeSection({ before, sentences, listed, after }: Section): string {
  const [first = "", ...rest] = sentences;
  const prose = listed ? [first, ...rest.map((sentence) => `- ${sentence}`)].join("\n") : sentences.join(" ");
  return (before + prose + after).trim();
}
