/** Reads the letter that an answer to a question with options gives. */
import type { Reading } from "./judge.ts";

/** A letter with what may be around it: (B), **B.**, B), [B]. */
const MARKED = String.raw`["'*_\x60(\[{]*([A-Z])["'*_\x60)\]}]*`;
const WHOLE = new RegExp(String.raw`^\s*${MARKED}[.:]?\s*$`, "i");
/** A letter with its option behind it: "B) Paris", "(B) Paris", "B. Paris". */
const OPTION = /^\s*["'*_`]*(?:\(([A-Z])\)|\[([A-Z])\]|([A-Z])[).:])/;

/** What is right before the final letter, the surest first. */
const FINAL: readonly RegExp[] = [
  /\\boxed\{\s*(?:\\text\{)?\s*\(?([A-Z])\)?\s*\}/g,
  new RegExp(
    String.raw`(?:answer|option|choice|choose|pick|select)(?:\s+(?:is|would be|should be|option|choice|letter))*\s*[:=]?\s*${MARKED}(?![\p{L}\p{N}'’])`,
    "giu",
  ),
  /\(([A-Z])\)/g,
];

/**
 * The letter of these that an answer gives: alone, or with its option; else the last one behind words such as "the answer is", in a box,
 * or in brackets. Undefined where there is none, or the last marks differ.
 */
export function choiceReader(letters: readonly string[]): (text: string) => Reading<string> | undefined {
  const known = new Set(letters);
  return (text) => {
    const whole = WHOLE.exec(text)?.[1]?.toUpperCase();
    if (whole !== undefined) return known.has(whole) ? { value: whole, reading: "strict" } : undefined;
    const lines = text.trim().split("\n");
    for (const mark of FINAL) {
      const found = Array.from(text.matchAll(mark), ([, letter]) => letter!.toUpperCase()).filter((one) =>
        known.has(one),
      );
      const last = found.at(-1);
      if (last !== undefined) return { value: last, reading: "tolerant" };
    }
    const options = lines.flatMap(
      (line) =>
        OPTION.exec(line)
          ?.slice(1)
          .find((letter) => letter !== undefined) ?? [],
    );
    const [option, ...others] = new Set(options.filter((one) => known.has(one)));
    const last = WHOLE.exec(lines.at(-1)!)?.[1]?.toUpperCase();
    const found = others.length === 0 ? (option ?? last) : last;
    return found !== undefined && known.has(found) ? { value: found, reading: "tolerant" } : undefined;
  };
}
