/** Reads items out of lists, numbered headings and tables, with or without a line of introduction. */

/** Longest text before a list, in characters: more is no introduction. */
const INTRODUCTION = 500;
const NUMBER = /^ {0,3}(?:\*\*)?(?:\(?\d{1,3}(?:[.):](?:\*\*)?(?:[ \t]+(?=\S)|[ \t]*$)|、)|#\d{1,3}[ \t]+)/;
const OTHER_MARKS = [/^ {0,3}\(?[a-h][.)][ \t]+(?=\S)/, /^ {0,3}\(?[ivx]{1,4}[.)][ \t]+(?=\S)/, /^ {0,3}[①-⑩][ \t]*/];
const BULLET = /^ {0,3}[-*•‣–](?:[ \t]+)(?=\S)/;

/** A list; lines that follow an item belong to it, up to the next one. */
export function fromList(text: string): readonly string[] | undefined {
  const lines = text.split("\n");
  const marks = [NUMBER, BULLET, ...OTHER_MARKS];
  const first = lines.findIndex((line) => marks.some((mark) => mark.test(line)));
  if (first === -1) return undefined;
  if (!isIntroduction(lines.slice(0, first).join("\n"))) return undefined;
  const list = lines.slice(first);
  const one = marks.filter((mark) => mark.test(lines[first]!));
  // "i)" may be a letter or a Roman number.
  const mark = one.toSorted((a, b) => count(list, b) - count(list, a))[0]!;
  const also = mark === NUMBER && isFlat(list) ? BULLET : mark;
  return items(list, (line) => (mark.exec(line) ?? also.exec(line))?.[0].length);
}

function count(lines: readonly string[], mark: RegExp): number {
  return lines.filter((line) => mark.test(line)).length;
}

/** Whether bullets behind numbers are items of their own: each line is an item, and no bullet comes under a number. */
function isFlat(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== "");
  const numbers = filled.findLastIndex((line) => NUMBER.test(line));
  return (
    filled.every((line, i) => (i <= numbers ? NUMBER : BULLET).test(line)) && !/[:*]\s*$/.test(filled[numbers] ?? "")
  );
}

const HEADED =
  /^ {0,3}(?:#{1,6} {0,3})?(?:\*\*|__)?(?:(?:reason|item|version|option|variant|candidate|gradient|prompt|section|issue|problem|paraphrase|rewrite|grund|raison|razón|motivo|причина|原因|理由|이유)\s{0,2}#?\d{1,3}|(?:first|second|third|fourth|fifth)\s(?:reason|version|prompt|section|issue|problem)|(?<=#\s{0,3})\d{1,3}(?=[.)]))(?:[.:)：–—-]|\*\*|__|\s*$)[*_:：.]{0,4}[ \t]{0,3}/iu;

/** Items under numbered headings: `Reason 1: ...`, `### Version 2`. */
export function fromHeadings(text: string): readonly string[] | undefined {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => HEADED.test(line));
  if (first === -1 || !isIntroduction(lines.slice(0, first).join("\n"))) return undefined;
  const found = items(lines.slice(first), (line) => HEADED.exec(line)?.[0].length);
  return found.map((item) => item.replace(/^(?:-{3,}|={3,})[ \t]*\n/, ""));
}

/** Cuts lines into items, each without the mark that it starts with. */
function items(lines: readonly string[], markLength: (line: string) => number | undefined): readonly string[] {
  const found: string[][] = [];
  let blank = false;
  for (const line of lines) {
    const length = markLength(line);
    if (length !== undefined) found.push([withoutOpenBold(line.slice(0, length), line.slice(length))]);
    // Behind an empty line, what is not indented is a word of farewell after the last item, or a paragraph between two.
    else if (line.trim() === "" || !blank || /^\s/.test(line)) found.at(-1)!.push(line.replace(/^ {1,4}/, ""));
    else found.at(-1)!.push(`\0${line}`);
    blank = line.trim() === "" || (length === undefined && blank && !/^\s/.test(line));
  }
  return found.map((item, i) => {
    const body = item.join("\n");
    const aside = body.indexOf("\0");
    return (i === found.length - 1 && aside !== -1 && body.slice(0, aside).trim() !== "" ? body.slice(0, aside) : body)
      .replaceAll("\0", "")
      .trim();
  });
}

/** A line behind its mark; of "**1. Title**", the mark takes both pairs of stars. */
function withoutOpenBold(mark: string, line: string): string {
  return mark.split("**").length === 2 ? line.replace("**", "") : line;
}

function isIntroduction(text: string): boolean {
  const introduction = text.trim();
  return introduction.length <= INTRODUCTION && (introduction === "" || introduction.split(/\n\s*\n/).length <= 2);
}

const ITEM_COLUMN = /reason|item|section|prompt|version|problem|issue|explanation|description|gradient|text/i;

/** The rows of a Markdown table: of several columns, the one whose name says that it holds the items, else the longest. */
export function fromTable(text: string): readonly string[] | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  const rule = lines.findIndex((line) => /^\|?[ \t:|-]{3,}$/.test(line) && line.includes("-") && line.includes("|"));
  if (rule < 1 || !isIntroduction(lines.slice(0, rule - 1).join("\n"))) return undefined;
  const names = cells(lines[rule - 1]!);
  const body = lines.slice(rule + 1);
  const end = body.findIndex((line) => !line.includes("|"));
  const rows = body.slice(0, end === -1 ? undefined : end).map(cells);
  if (rows.length === 0) return undefined;
  const lengths = names.map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? "").length, 0));
  const named = names.findIndex((name, i) => ITEM_COLUMN.test(name) && lengths[i]! > 4 * rows.length);
  const longest = Math.max(...lengths);
  const column = named === -1 || 2 * lengths[named]! < longest ? lengths.indexOf(longest) : named;
  return rows.map((row) => (row[column] ?? "").replace(/<br\s*\/?>/gi, "\n"));
}

function cells(line: string): string[] {
  return line
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll("\\|", "|").trim());
}
