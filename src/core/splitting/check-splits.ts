/** Checks splits that a user made. */
import { UsageError } from "../errors.ts";
import type { Example } from "../example.ts";
import { checkSizes, excerpt, rowCount, SPLIT_NAMES, type SplitName } from "./checks.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { type RowReading, type Splits, textsOf } from "./rows.ts";

/**
 * Checks splits that were made elsewhere.
 * @returns what a person should know about them, each a sentence
 * @throws UsageError when one is too small, lacks a label, or shares a row with another
 */
export function checkSplits(splits: Splits, { labelOf, columns }: RowReading = {}): string[] {
  checkSizes(splits, SPLIT_NAMES, labelOf, "Add rows to it, or give all rows as one file and let them be split.");
  const all = SPLIT_NAMES.flatMap((name) => splits[name].map((example) => ({ name, example })));
  const twice = firstMeetings(all.map(({ name, example }) => ({ name, key: example.id })));
  const [row] = twice;
  if (row !== undefined) {
    const { name, example } = all[row.later]!;
    const which = `the first is ${excerpt(example, columns)}, in ${all[row.first]!.name} and in ${name}`;
    throw new UsageError(
      `data.${name}`,
      `${rowCount(twice.length)} are in another split too; ${which}`,
      "A prompt must not be judged on rows it was made from: take them out of one of the two.",
    );
  }
  checkClusters(all);
  const groups = nearDuplicates(all.map(({ example }) => textsOf(example, columns)));
  const near = firstMeetings(all.map(({ name }, i) => ({ name, key: groups[i]! })));
  const [pair] = near;
  if (pair === undefined) return [];
  const [one, other] = [all[pair.first]!, all[pair.later]!];
  return [
    `${rowCount(near.length)} ${near.length === 1 ? "says" : "say"} nearly the same as a row of another split, such as ${excerpt(other.example, columns)} in ${other.name} and ${excerpt(one.example, columns)} in ${one.name}: scores may flatter.`,
  ];
}

/** @throws UsageError when rows of one cluster are in several splits */
function checkClusters(all: readonly { readonly name: SplitName; readonly example: Example }[]): void {
  const clustered = all.flatMap(({ name, example: { cluster } }) =>
    cluster === undefined ? [] : [{ name, key: cluster }],
  );
  const meetings = firstMeetings(clustered);
  const [row] = meetings;
  if (row === undefined) return;
  const { name, key } = clustered[row.later]!;
  const clusters = new Set(meetings.map(({ later }) => clustered[later]!.key)).size;
  throw new UsageError(
    `data.${name}`,
    `${clusters === 1 ? "1 cluster has" : `${clusters} clusters have`} rows in several splits; the first is “${key}”, in ${clustered[row.first]!.name} and in ${name}`,
    "Rows of one cluster belong in one split. Move them, or give all rows as one file and let them be split.",
  );
}

/** The rows whose key is in an earlier row of another split, each with the first such row. */
function firstMeetings(
  rows: readonly { readonly name: SplitName; readonly key: string | number }[],
): { first: number; later: number }[] {
  const firsts = new Map<string | number, number>();
  const meetings: { first: number; later: number }[] = [];
  for (const [later, { name, key }] of rows.entries()) {
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, later);
    else if (rows[first]!.name !== name) meetings.push({ first, later });
  }
  return meetings;
}
