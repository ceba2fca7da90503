/** Numbers and short texts as people read them, the same wherever they are shown. */
import type { Estimate } from "../stats/estimate.ts";

/** A score or a difference: three decimals. */
export function score(value: number): string {
  return value.toFixed(3);
}

/** A difference, with its sign. */
export function signed(value: number): string {
  const size = Math.abs(value).toFixed(3);
  return `${value < 0 && Number(size) > 0 ? "−" : "+"}${size}`;
}

/** A score with its 95% interval. */
export function withInterval({ value, low, high }: Estimate): string {
  return `${score(value)} [${score(low)}, ${score(high)}]`;
}

/** A whole number with thousands apart. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** `one` or `many` with its number. */
export function counted(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A text on one line, cut at `most` characters. */
export function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** Words in a row; one that holds what separates them is put in quotes, so that it is not taken for several. */
export function listed(words: readonly string[]): string {
  return words.map((word) => (/[,;\n]/.test(word) ? JSON.stringify(word) : word)).join(", ");
}

/** A size in megabytes, such as "1.25 MB" or "98.4 MB". */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString("en-US", { maximumFractionDigits: bytes < 1e7 ? 2 : 1 })} MB`;
}

/** Words in the order in which a text first has them, and after these the others. */
export function inOrderOf(words: readonly string[], text: string): readonly string[] {
  const lower = text.toLowerCase();
  const place = (word: string): number => {
    const at = lower.indexOf(word.toLowerCase());
    return at < 0 ? lower.length : at;
  };
  return words.toSorted((a, b) => place(a) - place(b));
}
