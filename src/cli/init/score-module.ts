/** The module that `protegi init` writes where no metric by name fits: a score that works, to be edited. */

/** Its name next to the config. */
export const SCORE_FILE = "score.ts";

export const SCORE_MODULE = `/**
 * How good one answer is, from 0 (wrong) to 1 (right). protegi calls this for each row; edit it to say what you want.
 *
 * answer    what the model wrote
 * example   the row: example.fields.NAME is a column, example.expected is the right answer as the data has it
 *
 * Return a number, true or false, or { score, feedback }: the feedback is a sentence on what is wrong with this answer, which
 * the model that improves the prompt reads. docs/metrics.md has more, such as named scores and a judge model.
 */
interface Row {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
}

export default function score(answer: string, example: Row) {
  // So far: words that answer and right answer share, as a share of both. Compare what matters to you instead.
  const right = words(typeof example.expected === "string" ? example.expected : JSON.stringify(example.expected));
  const given = words(answer);
  const shared = given.filter((word) => right.includes(word)).length;
  const total = right.length + given.length;
  return total === 0 ? 1 : Math.min(1, (2 * shared) / total);
}

function words(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\\p{L}\\p{N}]+/gu) ?? [])];
}
`;
