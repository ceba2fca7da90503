/** What changed between the initial prompt and the best one found: scores by label, and rows that flipped. */
import type { FlippedRow, LabelChange } from "../core/measuring/changes.ts";
import type { Verdict } from "../core/measuring/verdict.ts";
import { count, score, signed } from "../core/values/words.ts";
import { clipped } from "./fit.ts";
import { table } from "./table.ts";

/** Labels up to which all are shown; of more, those that changed most. */
const LABELS = 12;
/** Fixed rows that are shown, and broken ones; --json has all. */
const ROWS = 5;

/** A table of the labels: the share of their rows that is answered rightly, before and after. None without labels. */
export function labelLines({ labels = [] }: Pick<Verdict, "labels">, width: number): string[] {
  const known = labels.filter(({ rows }) => rows > 0);
  if (known.length === 0) return [];
  const changed = known.length > LABELS ? known.toSorted((a, b) => size(b) - size(a)).slice(0, LABELS) : known;
  const more = known.length - changed.length;
  const lines = changed.map(({ label, rows, right }) => [
    `  ${label}`,
    count(rows),
    score(right.initial / rows),
    score(right.winner / rows),
    signed((right.winner - right.initial) / rows),
  ]);
  return [
    ...table(["  right, by label", "rows", "initial", "best", "change"], lines, width),
    ...(more > 0 ? [`  ${count(more)} more labels changed less; --json has all`] : []),
  ];
}

function size({ right }: LabelChange): number {
  return Math.abs(right.winner - right.initial);
}

/**
 * The first of the fixed and of the broken rows, each by its own id and its place, with both answers.
 * @param placed how a place is shown
 */
export function flipLines(
  { flipped = [], broken: ids }: Pick<Verdict, "flipped" | "broken">,
  width: number,
  placed: (place: string) => string,
): string[] {
  const brokenIds = new Set(ids);
  const fixed = flipped.filter(({ row }) => !brokenIds.has(row));
  const broken = flipped.filter(({ row }) => brokenIds.has(row));
  const part = (title: string, rows: readonly FlippedRow[]): string[] =>
    rows.length === 0
      ? []
      : [
          `  ${title}${rows.length > ROWS ? `, ${ROWS} of ${count(rows.length)}; --json has all` : ""}`,
          ...rows.slice(0, ROWS).map((row) => `    ${clipped(flipText(row, placed), width - 4)}`),
        ];
  return [...part("Fixed", fixed), ...part("Broken", broken)];
}

function flipText({ row, name, place, before, after }: FlippedRow, placed: (place: string) => string): string {
  const named = [...(name === undefined ? [] : [name]), ...(place === undefined ? [] : [placed(place)])];
  return `${named.join(", ") || row}: ${quoted(before)} → ${quoted(after)}`;
}

function quoted(answer: string): string {
  return answer === "" ? "(nothing)" : answer;
}
