/** Rows that the optimizer model sets aside as broken: a reason is about the prompt, and begins with no row. */
import type { Observation } from "../task.ts";

/** The start of an item such as `Row 3 is mislabelled`. */
const SET_ASIDE = /^[\s*_"'“`-]{0,5}rows? #?(\d{1,3})\b[*_]{0,2}:? (?:is|looks|seems|appears|was)\b/i;

/** A row that was set aside, and the words of the model. */
export interface SetAside {
  readonly row: Observation["example"];
  readonly words: string;
}

/** What of the items is a reason, and which of the rows shown the others set aside. A row that was not shown is dropped. */
export function withoutSetAside(
  items: readonly string[],
  shown: readonly Pick<Observation, "example">[],
): { readonly reasons: readonly string[]; readonly setAside: readonly SetAside[] } {
  const named = items.map((words) => ({ words, number: SET_ASIDE.exec(words)?.[1] }));
  return {
    reasons: named.flatMap(({ words, number }) => (number === undefined ? [words] : [])),
    setAside: named.flatMap(({ words, number }) => {
      const row = number === undefined ? undefined : shown[Number(number) - 1]?.example;
      return row === undefined ? [] : [{ row, words }];
    }),
  };
}
