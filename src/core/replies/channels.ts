/**
 * Takes the final channel out of a reply in channels, as gpt-oss writes them and servers leak them:
 * `<|channel|>analysis<|message|>...<|end|><|start|>assistant<|channel|>final<|message|>ANSWER`, with its marks or
 * without them (`analysis...assistantfinalANSWER`).
 */
import type { Thoughtless } from "./thoughts.ts";

const FINAL =
  /(?:<\|channel\|>|^(?=\s{0,3}final\s{0,3}<\|message\|>))\s{0,3}final(?:\s{0,3}<\|constrain\|>\s{0,3}\w{1,20})?(?:\s{0,3}<\|message\|>)?|<\|content\|>/gi;
const UNMARKED_FINAL = /assistant[ \n]?final/g;
/** The words of `UNMARKED_FINAL` where no analysis opens the reply: they may be a part of what it says. */
const LONE_FINAL = /assistantfinal(?![a-z])|(?<=^|[^A-Za-z])assistantfinal/g;
const OPENS = /^\s*(?:<\|start\|>\s*)?(?:assistant\s*)?<\|channel\|>|<\|channel\|>\s{0,3}(?:analysis|commentary)/i;
const UNMARKED = /^(?:\s*<\|[\w ]{1,30}\|>)?\s*(?:assistant\s*)?(?:analysis|commentary)(?=[A-Z<])/;

/** Replies of this family, with what each answers: for the documents and the tests. */
export const CHANNELS: readonly { readonly family: string; readonly writtenBy: string; readonly example: string }[] = [
  {
    family: "channels",
    writtenBy: "gpt-oss",
    example:
      "<|channel|>analysis<|message|>Negative? No.<|end|><|start|>assistant<|channel|>final<|message|>positive<|return|>",
  },
  {
    family: "turns of thought and content",
    writtenBy: "Solar",
    example: "<|think|>Negative? No.<|end|><|begin|>assistant<|content|>positive<|end|>",
  },
  {
    family: "channels without marks",
    writtenBy: "gpt-oss, where the server drops special tokens",
    example: "analysisNegative? No.assistantfinalpositive",
  },
];

/** What follows the last final channel; nothing when there are channels and none is final; undefined when there are none. */
export function finalChannel(text: string): Thoughtless | undefined {
  const unmarked = UNMARKED.test(text) || (/^\s*analysis/i.test(text) && /assistant[ \n]?final/.test(text));
  const final = last(text, FINAL) ?? last(text, unmarked ? UNMARKED_FINAL : LONE_FINAL);
  if (final !== undefined) return { text: text.slice(final.index + final[0].length), thought: true, unfinished: false };
  return OPENS.test(text) || unmarked ? { text: "", thought: true, unfinished: true } : undefined;
}

function last(text: string, mark: RegExp): RegExpExecArray | undefined {
  return [...text.matchAll(mark)].at(-1);
}
