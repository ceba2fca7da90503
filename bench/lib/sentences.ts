/** The sentences of a Markdown page: its prose alone, without code blocks, tables, headings, quotes of a terminal and comments. */

/** A sentence and where it begins. */
export interface Sentence {
  readonly text: string;
  /** Line of the page, from 1, in which the paragraph or list item of the sentence begins. */
  readonly line: number;
  /** Words by white space; a span of inline code is one. */
  readonly words: number;
}

const FENCE = /^ {0,3}(?:```|~~~)/;
const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;
/** Not the end of a sentence, though a full stop and a capital letter may follow. */
const ABBREVIATION = /(?:\b(?:e\.g|i\.e|cf|vs|al|etc|Fig|Sect|Eq|No|St|Dr)|\b[A-Z])\.$/;
/** A full stop, a question or an exclamation mark, whatever closes behind it, and white space before what begins a sentence. */
const END = /(?<=[.!?][)"'”’*_`\]]*)\s+(?=[\p{Lu}\p{N}`"“'*_([])/u;

/** The sentences of a page, in order. A list item is a paragraph of its own. */
export function sentencesOf(markdown: string): Sentence[] {
  return paragraphsOf(markdown).flatMap(({ text, line }) =>
    splitSentences(text).map((sentence) => ({ text: sentence, line, words: countWords(sentence) })),
  );
}

/** Paragraphs and list items, each on one line. */
function paragraphsOf(markdown: string): { text: string; line: number }[] {
  const withoutComments = markdown.replaceAll(/<!--[\s\S]*?-->/g, (comment) => comment.replaceAll(/[^\n]/g, ""));
  const found: { text: string; line: number }[] = [];
  let current: { text: string; line: number } | undefined;
  let fenced = false;
  for (const [index, line] of withoutComments.split("\n").entries()) {
    const isFence = FENCE.test(line.trimStart());
    if (isFence) fenced = !fenced;
    const isCode = fenced || isFence || (current === undefined && /^(?: {4}|\t)/.test(line));
    if (isCode || line.trim() === "" || /^\s*(?:\||#{1,6} |-{3,}$)/.test(line)) {
      current = undefined;
      continue;
    }
    if (current === undefined || ITEM.test(line)) found.push((current = { text: "", line: index + 1 }));
    current.text += ` ${line.replace(ITEM, "").trim()}`;
  }
  return found.map(({ text, line }) => ({ text: text.trim(), line }));
}

function splitSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  for (const piece of hideCode(paragraph).split(END)) {
    const before = sentences.at(-1);
    if (before !== undefined && ABBREVIATION.test(before)) sentences[sentences.length - 1] = `${before} ${piece}`;
    else sentences.push(piece);
  }
  const spans = paragraph.match(CODE) ?? [];
  let next = 0;
  return sentences.map((sentence) => sentence.replaceAll(HIDDEN, () => spans[next++]!));
}

const CODE = /`+[^`]+`+/g;
const HIDDEN = /`code`/g;

/** With every span of code as one word, so that a full stop or a space inside it counts for nothing. */
function hideCode(text: string): string {
  return text.replaceAll(CODE, "`code`");
}

/** A link counts by its words, not by its address; a dash of its own is no word. */
function countWords(sentence: string): number {
  const words = hideCode(sentence)
    .replaceAll(/\]\([^)]*\)/g, "]")
    .split(/\s+/);
  return words.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
