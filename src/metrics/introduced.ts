/** The words that introduce an answer: "Answer: ...", "The label is ...", in the languages that models answer in. */
import type { Placed } from "./placed-mention.ts";

const NOUNS = [
  "answer|label|class|category|classification|prediction|verdict|output|result|conclusion|decision|judge?ment|choice|option|final",
  "antwort|kategorie|klasse|einordnung|réponse|catégorie|classe|étiquette|respuesta|etiqueta|categoría|clase|categoria",
  "risposta|etichetta|resposta|antwoord|odpowiedź|svar|cevap|etiket|ответ|метка|категория|класс|jawaban|nhãn|الإجابة|التصنيف|उत्तर|लेबल",
].join("|");
const IS = "is|would be|should be|ist|lautet|wäre|est|es|è|é|jest|är";
const UNSPACED_NOUNS = "答案|回答|标签|標籤|类别|類別|分类|結論|结论|答え|ラベル|분류|정답|답변|답|레이블|라벨";

/** The word, a colon or "is", and nothing but marks up to here. */
const INTRODUCED = new RegExp(
  `(?:(?<![\\p{L}\\p{N}])(?:${NOUNS})(?:[^\\p{L}\\p{N}]{0,8}[:=→>–—-]|[^\\p{L}\\p{N}]{0,8}\\s(?:${IS})(?=[^\\p{L}\\p{N}]))[^\\p{L}\\p{N}]{0,8}` +
    `|(?:${UNSPACED_NOUNS})[^\\p{L}\\p{N}]{0,4}(?:[:=→]|是|为|為|は|은|는)[^\\p{L}\\p{N}]{0,8}` +
    "|(?<!\\p{L})i(?:['’]ll|['’]d| will| would)? (?:choose|pick|select|go with|settle on|(?:classify|label|rate) (?:it|this|the \\p{L}{1,12}) as)\\s[^\\p{L}\\p{N}]{0,4}" +
    "|(?<!\\p{L})(?:overall|therefore|thus|hence|in conclusion|in summary|on balance),?\\s(?:it|this|the \\p{L}{1,12}(?: \\p{L}{1,12}){0,2})\\s(?:is|reads as|counts as)\\s[^\\p{L}\\p{N}]{0,4}" +
    `|(?<!\\p{L})(?:overall|final|general|dominant|predominant|prevailing)\\s(?:\\p{L}{1,14}\\s){1,2}(?:${IS})\\s[^\\p{L}\\p{N}]{0,4}` +
    "|\\\\boxed\\{\\s*(?:\\\\text\\{)?)$",
  "u",
);
/** A line that is such a word and no more. */
const ALONE = new RegExp(
  `^[^\\p{L}\\p{N}]{0,8}(?:(?:the|my|final|correct|best|predicted)\\s){0,3}(?:${NOUNS}|${UNSPACED_NOUNS})(?:\\s(?:${IS}))?[^\\p{L}\\p{N}]{0,8}$`,
  "u",
);
/** A line that opens with such a word. */
const LEADS = new RegExp(
  `^[^\\p{L}\\p{N}]{0,8}(?:(?:the|my|final|correct|best|predicted)\\s){0,3}(?:${NOUNS}|${UNSPACED_NOUNS})(?:[^\\p{L}\\p{N}]{1,8}|\\s(?:${IS})\\s[^\\p{L}\\p{N}]{0,4})(?=[\\p{L}\\p{N}])`,
  "u",
);
const SUPPOSED =
  /(?<!\p{L})(?:if|whether|unless|suppose|assuming|why|when|otherwise|else|at first(?: sight| glance)?|initially|on the surface)[\s,](?:(?!(?:but|yet)\s)[^.\n:]){0,40}$/u;

/** Whether such words come right before it, and do not suppose or ask it. */
export function introduced({ context }: Placed): boolean {
  const match = INTRODUCED.exec(context);
  return match !== null && !SUPPOSED.test(context.slice(0, match.index));
}

/** Whether a folded line only introduces the next one: "Final answer:". */
export function introduces(line: string): boolean {
  return line.length < 60 && ALONE.test(line);
}

/** A folded line without the words that introduce an answer. */
export function withoutIntroduction(line: string): string {
  return line.replace(LEADS, "");
}

/** Whether the introduction of this mention opens the text. */
export function introducedAtStart({ context, start }: Placed): boolean {
  return start === context.length && withoutIntroduction(`${context}x`) === "x";
}
