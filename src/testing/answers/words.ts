/** Sentences and the words in them that carry meaning, as the simulated desk and its judge read them. */

const STOP = new Set(
  "a about after all also an and any are as at be before by can could do does for from get had has have how i if in is it its me may must my need no not of on once one only or our out per so some than that the their them then there they this to up us was we what when where which who will with without you your".split(
    " ",
  ),
);

/** The words that carry meaning, without their usual endings. */
export function meaningful(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z]+|\d+(?:[.:]\d+)?/g) ?? [];
  return new Set(words.filter((word) => !STOP.has(word)).map(stem));
}

/** How many words two texts share. */
export function shared(a: string, b: string): number {
  const others = meaningful(b);
  return [...meaningful(a)].filter((word) => others.has(word)).length;
}

/** The sentences of a text. */
export function sentences(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** The numbers and times of a text, such as 12 or 9:30. */
export function numbersIn(text: string): readonly string[] {
  return text.match(/\d+(?:[.:]\d+)?/g) ?? [];
}

function stem(word: string): string {
  return word.length < 5 ? word.replace(/s$/, "") : word.replace(/(?:ing|ed|es|s|al|e)$/, "");
}
