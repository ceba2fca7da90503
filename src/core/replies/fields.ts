/** Finds the answer among the fields that frameworks ask for: headings, tags and marks with a name. */

/** Fields by how they are marked, with a reply whose answer is `positive`. */
export const FIELDS: readonly { readonly family: string; readonly writtenBy: string; readonly example: string }[] = [
  {
    family: "field headings",
    writtenBy: "DSPy",
    example: "[[ ## reasoning ## ]]\nNegative? No.\n\n[[ ## answer ## ]]\npositive\n\n[[ ## completed ## ]]",
  },
  {
    family: "answer tags",
    writtenBy: "prompts and finetunes that ask for answer tags",
    example: "Negative words are rare here.\n<answer>positive</answer>",
  },
  {
    family: "a solution between marks",
    writtenBy: "OpenThinker, Apriel",
    example: "<|begin_of_thought|>Negative? No.<|end_of_thought|><|begin_of_solution|>positive<|end_of_solution|>",
  },
];

const HEADED = /\[\[ ?## ?([\w ]{1,60}?) ?## ?\]\]/g;
const ASIDE = /^(?:completed|reasoning|rationale|thoughts?|thinking)$/i;
const MARKED = /(?:<\|begin_of_solution\|>|\[BEGIN FINAL RESPONSE\]|<\|START_RESPONSE\|>)/g;
const MARKED_END = /<\|end_of_solution\|>|\[END FINAL RESPONSE\]|<\|END_RESPONSE\|>/;
const TAG =
  /<(\/?)((?:final[_ -]?)?(?:answer|label|output|response|result|classification|category|class|prediction|verdict|sentiment))>/gi;

/** The last field that is an answer, of headings and marks; the text itself where it has none. */
export function lastField(text: string): string {
  const headings = [...text.matchAll(HEADED)];
  const answer = headings.findLastIndex(({ 1: name }) => !ASIDE.test(name!));
  if (headings.length > 0) {
    const start = headings[answer];
    if (start === undefined) return headings[0]!.index === 0 ? "" : text.slice(0, headings[0]!.index);
    return text.slice(start.index + start[0].length, headings[answer + 1]?.index);
  }
  const marked = [...text.matchAll(MARKED)].at(-1);
  return (marked === undefined ? text : text.slice(marked.index + marked[0].length)).split(MARKED_END, 1)[0]!;
}

const LAST_TAG =
  /<((?:final[_ -]?)?(?:answer|label|output|response|classification))>([^<>]{1,200})<\/\1>\s*(?:<\|[\w ]{1,30}\|>|<\/s>)?\s*$/i;

/** What a text says in tags at its very end: an answer, though the thought before it was never closed. */
export function answerAtEnd(text: string): string | undefined {
  return LAST_TAG.exec(text)?.[2];
}

/** What is between tags such as `<answer>`, trimmed, for each pair; the last one may lack its end. */
export function taggedAnswers(text: string): string[] {
  const found: string[] = [];
  let open: RegExpExecArray | undefined;
  for (const tag of text.matchAll(TAG)) {
    if (tag[1] === "") open = tag;
    else if (tag[2]!.toLowerCase() === open?.[2]!.toLowerCase()) {
      found.push(text.slice(open!.index + open![0].length, tag.index).trim());
      open = undefined;
    }
  }
  return open === undefined ? found : [...found, text.slice(open.index + open[0].length).trim()];
}
