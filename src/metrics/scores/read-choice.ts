/** Reads the letter that an answer to a question with options gives. */
import { ANSWER_FIELD, answerInObject, type AnswerForm } from "../../core/answer-form.ts";
import { isObject } from "../../core/values/is-object.ts";
import type { Reading } from "./judge.ts";
import { jsonIn } from "./read-json.ts";

/** A letter with what may be around it: (B), **B.**, B), [B]. */
const MARKED = String.raw`["'*_\x60(\[{]*([A-Z])["'*_\x60)\]}]*`;
const WHOLE = new RegExp(String.raw`^\s*${MARKED}[.:]?\s*$`, "i");
/** A letter with its option behind it: "B) Paris", "(B) Paris", "B. Paris". */
const OPTION = /^\s*["'*_`]*(?:\(([A-Z])\)|\[([A-Z])\]|([A-Z])[).:])/;

/** What is right before the final letter, the surest first. The letter is a capital: "the answer is a word" names none. */
const FINAL: readonly RegExp[] = [
  /\\boxed\{\s*(?:\\text\{)?\s*\(?([A-Z])\)?\s*\}/g,
  new RegExp(
    String.raw`(?:[Aa]nswer|ANSWER|[Oo]ption|[Cc]hoice|[Cc]hoose|[Pp]ick|[Ss]elect)(?:\s+(?:is|would be|should be|option|choice|letter))*\s*[:=]?\s*${MARKED}(?![\p{L}\p{N}'’])`,
    "gu",
  ),
];

/**
 * The letter of these that an answer gives: alone, or with its option; else the last one behind words such as "the answer is", in a box,
 * or in brackets. Of an object, it is what its field `answer` gives. Undefined where there is none, or letters in brackets differ.
 * @param form what an answer was asked to be: an object of JSON, asked for, is the value alone
 */
export function choiceReader(
  letters: readonly string[],
  form: AnswerForm = "label",
): (text: string) => Reading<string> | undefined {
  const known = new Set(letters);
  return (text) => {
    const value = jsonIn(text)?.value;
    const held = isObject(value) ? value[ANSWER_FIELD] : undefined;
    if (typeof held !== "string") return read(text);
    const found = read(held);
    return (
      found && { ...found, reading: form === "json" && answerInObject(text) === held ? found.reading : "tolerant" }
    );
  };

  function read(text: string): Reading<string> | undefined {
    const whole = WHOLE.exec(text)?.[1]?.toUpperCase();
    if (whole !== undefined) return known.has(whole) ? { value: whole, reading: "strict" } : undefined;
    const lines = text.trim().split("\n");
    for (const mark of FINAL) {
      const last = Array.from(text.matchAll(mark), ([, letter]) => letter!).findLast((one) => known.has(one));
      if (last !== undefined) return { value: last, reading: "tolerant" };
    }
    const [bracketed, ...more] = new Set(Array.from(text.matchAll(/\(([A-Z])\)/g), ([, letter]) => letter!));
    if (bracketed !== undefined && more.length === 0 && known.has(bracketed))
      return { value: bracketed, reading: "tolerant" };
    // Several letters in brackets are the options told over, none of which is the answer.
    const options = (more.length > 0 ? [] : lines).flatMap(
      (line) =>
        OPTION.exec(line)
          ?.slice(1)
          .find((letter) => letter !== undefined) ?? [],
    );
    const [option, ...others] = new Set(options.filter((one) => known.has(one)));
    const last = WHOLE.exec(lines.at(-1)!)?.[1]?.toUpperCase();
    const found = others.length === 0 ? (option ?? last) : last;
    return found !== undefined && known.has(found) ? { value: found, reading: "tolerant" } : undefined;
  }
}
